# Breaks NationalOpinion/jurisdiction, MinCount.

PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX pg: <https://w3id.org/policygraph/>

DELETE DATA {
    pg:national\/n eli:jurisdiction pg:jurisdiction\/100000 .
}
