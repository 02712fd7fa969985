# Breaks Responsibility/agency, Class.
# And so also ImplementationPlan/roles, SPARQL.
# And so also Measure/agencies, Equals.

PREFIX id: <http://localhost:8000/id/>
PREFIX pg: <https://w3id.org/policygraph/>
PREFIX policy: <https://w3id.org/policygraph/def#>

DELETE DATA {
    id:responsibility\/p\/1.1 policy:agency pg:agency\/120000\/shang-wu-ju .
} ;
INSERT DATA {
    id:responsibility\/p\/1.1 policy:agency id:nowhere .
}
