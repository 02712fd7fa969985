# Breaks NationalOpinion/date-order, SPARQL.

PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX pg: <https://w3id.org/policygraph/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE DATA {
    pg:national\/n eli:date_document "2020-02-28"^^xsd:date .
} ;
INSERT DATA {
    pg:national\/n eli:date_document "2021-01-01"^^xsd:date .
}
