# Breaks Passage/row, MinInclusive.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

DELETE DATA {
    id:passage\/p\/1\/measure policy:row 1 .
} ;
INSERT DATA {
    id:passage\/p\/1\/measure policy:row 0 .
}
