# Breaks Point/number, MinCount.

PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX pg: <https://w3id.org/policygraph/>

DELETE DATA {
    pg:national\/n\/point\/01 eli:number "（一）" .
}
