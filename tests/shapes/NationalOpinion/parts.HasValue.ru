# Breaks NationalOpinion/parts, HasValue.
# And so also Part/within, MinCount.

PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX pg: <https://w3id.org/policygraph/>

DELETE DATA {
    pg:national\/n\/part\/1 eli:is_part_of pg:national\/n .
}
