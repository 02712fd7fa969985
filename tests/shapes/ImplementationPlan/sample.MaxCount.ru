# Breaks ImplementationPlan/sample, MaxCount.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

INSERT DATA {
    id:plan\/p policy:sample true .
}
