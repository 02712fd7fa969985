# Breaks SourceDocument/canonical-text, Class.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

DELETE DATA {
    id:document\/p policy:canonicalText id:document\/p\/text .
} ;
INSERT DATA {
    id:document\/p policy:canonicalText id:nowhere .
}
