# Breaks CanonicalText/recognition-sureness, MaxInclusive.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

DELETE DATA {
    id:document\/p\/text policy:recognitionSureness 0.98 .
} ;
INSERT DATA {
    id:document\/p\/text policy:recognitionSureness 98.0 .
}
