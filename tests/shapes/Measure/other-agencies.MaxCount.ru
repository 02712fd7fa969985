# Breaks Measure/other-agencies, MaxCount.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

INSERT DATA {
    id:measure\/p\/1 policy:otherAgencies false .
}
