# Breaks NationalOpinion/number, MaxCount.

PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX pg: <https://w3id.org/policygraph/>

INSERT DATA {
    pg:national\/n eli:id_local "发改就业〔2020〕293号2" .
}
