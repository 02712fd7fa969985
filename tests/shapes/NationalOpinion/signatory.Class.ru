# Breaks NationalOpinion/signatory, Class.

PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX id: <http://localhost:8000/id/>
PREFIX pg: <https://w3id.org/policygraph/>

DELETE DATA {
    pg:national\/n eli:passed_by pg:agency\/100000\/fa-gai-wei .
} ;
INSERT DATA {
    pg:national\/n eli:passed_by id:nowhere .
}
