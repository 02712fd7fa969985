# Breaks NationalOpinion/publication, Datatype.

PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX pg: <https://w3id.org/policygraph/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE DATA {
    pg:national\/n eli:date_publication "2020-03-13"^^xsd:date .
} ;
INSERT DATA {
    pg:national\/n eli:date_publication "很多" .
}
