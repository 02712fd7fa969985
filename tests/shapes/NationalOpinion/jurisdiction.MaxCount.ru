# Breaks NationalOpinion/jurisdiction, MaxCount.

PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX pg: <https://w3id.org/policygraph/>

INSERT DATA {
    pg:national\/n eli:jurisdiction pg:jurisdiction\/120000 .
}
