# Breaks Part/number, Datatype.

PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX pg: <https://w3id.org/policygraph/>

DELETE DATA {
    pg:national\/n\/part\/1 eli:number "一" .
} ;
INSERT DATA {
    pg:national\/n\/part\/1 eli:number "约"@zh .
}
