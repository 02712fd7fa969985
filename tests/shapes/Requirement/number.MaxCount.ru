# Breaks Requirement/number, MaxCount.

PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX pg: <https://w3id.org/policygraph/>

INSERT DATA {
    pg:national\/n\/requirement\/01.1 eli:number "01.12" .
}
