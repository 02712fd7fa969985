# Breaks Passage/page, Datatype.
# And so also Passage/page, MinInclusive.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

DELETE DATA {
    id:passage\/p\/1\/measure policy:page 1 .
} ;
INSERT DATA {
    id:passage\/p\/1\/measure policy:page "很多" .
}
