# Breaks NationalOpinion/number-known, MinCount.

PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX pg: <https://w3id.org/policygraph/>

DELETE DATA {
    pg:national\/n eli:id_local "发改就业〔2020〕293号" .
}
