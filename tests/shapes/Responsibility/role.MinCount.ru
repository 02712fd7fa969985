# Breaks Responsibility/role, MinCount.
# And so also ImplementationPlan/roles, SPARQL.

PREFIX id: <http://localhost:8000/id/>
PREFIX pg: <https://w3id.org/policygraph/>
PREFIX policy: <https://w3id.org/policygraph/def#>

DELETE DATA {
    id:responsibility\/p\/1.1 policy:role pg:role\/lead .
}
