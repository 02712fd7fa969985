# Breaks Part/number, MaxCount.

PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX pg: <https://w3id.org/policygraph/>

INSERT DATA {
    pg:national\/n\/part\/1 eli:number "一2" .
}
