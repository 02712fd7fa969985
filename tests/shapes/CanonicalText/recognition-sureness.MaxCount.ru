# Breaks CanonicalText/recognition-sureness, MaxCount.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

INSERT DATA {
    id:document\/p\/text policy:recognitionSureness 0.5 .
}
