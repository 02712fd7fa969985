# Breaks Point/within, MinCount.

PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX pg: <https://w3id.org/policygraph/>

DELETE DATA {
    pg:national\/n\/point\/01 eli:is_part_of pg:national\/n\/part\/1 .
}
