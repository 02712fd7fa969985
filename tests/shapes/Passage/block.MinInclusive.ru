# Breaks Passage/block, MinInclusive.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

DELETE DATA {
    id:passage\/p\/1\/measure policy:block 1 .
} ;
INSERT DATA {
    id:passage\/p\/1\/measure policy:block 0 .
}
