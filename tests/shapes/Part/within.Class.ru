# Breaks Part/within, Class.
# And so also NationalOpinion/parts, HasValue.

PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX id: <http://localhost:8000/id/>
PREFIX pg: <https://w3id.org/policygraph/>

DELETE DATA {
    pg:national\/n\/part\/1 eli:is_part_of pg:national\/n .
} ;
INSERT DATA {
    pg:national\/n\/part\/1 eli:is_part_of id:nowhere .
}
