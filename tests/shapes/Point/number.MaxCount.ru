# Breaks Point/number, MaxCount.

PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX pg: <https://w3id.org/policygraph/>

INSERT DATA {
    pg:national\/n\/point\/01 eli:number "（一）2" .
}
