# Breaks Jurisdiction/broader, Class.

PREFIX id: <http://localhost:8000/id/>
PREFIX pg: <https://w3id.org/policygraph/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

DELETE DATA {
    pg:jurisdiction\/120000 skos:broader pg:jurisdiction\/100000 .
} ;
INSERT DATA {
    pg:jurisdiction\/120000 skos:broader id:nowhere .
}
