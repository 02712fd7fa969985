# Breaks ImplementationPlan/jurisdiction, Class.
# And so also MeasureCompetence/agencies, SPARQL.

PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX id: <http://localhost:8000/id/>
PREFIX pg: <https://w3id.org/policygraph/>

DELETE DATA {
    id:plan\/p eli:jurisdiction pg:jurisdiction\/120000 .
} ;
INSERT DATA {
    id:plan\/p eli:jurisdiction id:nowhere .
}
