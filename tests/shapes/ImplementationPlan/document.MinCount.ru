# Breaks ImplementationPlan/document, MinCount.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

DELETE DATA {
    id:plan\/p policy:document id:document\/p .
}
