# Breaks ImplementationPlan/roles, SPARQL.

PREFIX id: <http://localhost:8000/id/>
PREFIX pg: <https://w3id.org/policygraph/>
PREFIX policy: <https://w3id.org/policygraph/def#>

DELETE DATA {
    id:measure\/p\/1 policy:leadAgency pg:agency\/120000\/shang-wu-ju .
}
