# Breaks Function/scheme, Class.

PREFIX id: <http://localhost:8000/id/>
PREFIX pg: <https://w3id.org/policygraph/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

DELETE DATA {
    pg:function\/commerce skos:inScheme pg:function .
} ;
INSERT DATA {
    pg:function\/commerce skos:inScheme id:nowhere .
}
