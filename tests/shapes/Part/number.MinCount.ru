# Breaks Part/number, MinCount.

PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX pg: <https://w3id.org/policygraph/>

DELETE DATA {
    pg:national\/n\/part\/1 eli:number "一" .
}
