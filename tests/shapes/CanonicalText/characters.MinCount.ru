# Breaks CanonicalText/characters, MinCount.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

DELETE DATA {
    id:document\/p\/text policy:characters 1000 .
}
