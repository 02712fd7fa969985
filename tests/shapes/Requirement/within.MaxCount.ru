# Breaks Requirement/within, MaxCount.
# And so also Requirement/within, Class.

PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX pg: <https://w3id.org/policygraph/>

INSERT DATA {
    pg:national\/n\/requirement\/01.1 eli:is_part_of pg:national\/n\/point\/01-2 .
}
