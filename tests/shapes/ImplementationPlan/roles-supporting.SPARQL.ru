# Breaks ImplementationPlan/roles, SPARQL: an agency supports that no responsibility calls supporting.

PREFIX pg: <https://w3id.org/policygraph/>
PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA {
    id:measure\/p\/1 policy:supportingAgency pg:agency\/120000\/min-zheng-ju .
}
