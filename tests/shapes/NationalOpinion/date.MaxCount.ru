# Breaks NationalOpinion/date, MaxCount.
# And so also NationalOpinion/date-order, SPARQL.

PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX pg: <https://w3id.org/policygraph/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA {
    pg:national\/n eli:date_document "2020-05-24"^^xsd:date .
}
