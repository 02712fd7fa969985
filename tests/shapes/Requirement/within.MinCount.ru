# Breaks Requirement/within, MinCount.
# And so also Requirement/theme-of-point, Equals.

PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX pg: <https://w3id.org/policygraph/>

DELETE DATA {
    pg:national\/n\/requirement\/01.1 eli:is_part_of pg:national\/n\/point\/01 .
}
