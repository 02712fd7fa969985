# Breaks Theme/broader, Class.
# And so also Theme/data-theme, MinCount.

PREFIX id: <http://localhost:8000/id/>
PREFIX pg: <https://w3id.org/policygraph/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

DELETE DATA {
    pg:theme\/n\/01 skos:broader pg:theme\/n\/part-1 .
} ;
INSERT DATA {
    pg:theme\/n\/01 skos:broader id:nowhere .
}
