# Breaks Part/within, MaxCount.
# And so also Part/within, Class.

PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX pg: <https://w3id.org/policygraph/>

INSERT DATA {
    pg:national\/n\/part\/1 eli:is_part_of pg:national\/n-2 .
}
