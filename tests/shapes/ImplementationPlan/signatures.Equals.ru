# Breaks ImplementationPlan/signatures, Equals.

PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX id: <http://localhost:8000/id/>
PREFIX pg: <https://w3id.org/policygraph/>

INSERT DATA {
    id:plan\/p eli:passed_by pg:agency\/120000\/cai-zheng-ju .
}
