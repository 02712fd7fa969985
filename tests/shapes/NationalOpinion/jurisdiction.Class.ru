# Breaks NationalOpinion/jurisdiction, Class.

PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX id: <http://localhost:8000/id/>
PREFIX pg: <https://w3id.org/policygraph/>

DELETE DATA {
    pg:national\/n eli:jurisdiction pg:jurisdiction\/100000 .
} ;
INSERT DATA {
    pg:national\/n eli:jurisdiction id:nowhere .
}
