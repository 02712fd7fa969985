# Breaks ImplementationPlan/jurisdiction, MaxCount.

PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX id: <http://localhost:8000/id/>
PREFIX pg: <https://w3id.org/policygraph/>

INSERT DATA {
    id:plan\/p eli:jurisdiction pg:jurisdiction\/100000 .
}
