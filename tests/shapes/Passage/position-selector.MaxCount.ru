# Breaks Passage/position-selector, MaxCount.
# And so also CanonicalText/quote-length, SPARQL.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

INSERT DATA {
    id:passage\/p\/1\/measure policy:positionSelector id:position\/1 .
}
