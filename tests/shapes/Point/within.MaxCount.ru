# Breaks Point/within, MaxCount.
# And so also Point/within, Class.

PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX pg: <https://w3id.org/policygraph/>

INSERT DATA {
    pg:national\/n\/point\/01 eli:is_part_of pg:national\/n\/part\/1-2 .
}
