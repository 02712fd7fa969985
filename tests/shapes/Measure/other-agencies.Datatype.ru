# Breaks Measure/other-agencies, Datatype.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

DELETE DATA {
    id:measure\/p\/1 policy:otherAgencies true .
} ;
INSERT DATA {
    id:measure\/p\/1 policy:otherAgencies "很多" .
}
