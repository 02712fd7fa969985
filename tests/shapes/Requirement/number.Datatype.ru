# Breaks Requirement/number, Datatype.

PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX pg: <https://w3id.org/policygraph/>

DELETE DATA {
    pg:national\/n\/requirement\/01.1 eli:number "01.1" .
} ;
INSERT DATA {
    pg:national\/n\/requirement\/01.1 eli:number "约"@zh .
}
