# Breaks ImplementationPlan/document, Class.
# And so also SourceDocument/extraction, MinCount.
# And so also SourceDocument/measures, HasValue.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

DELETE DATA {
    id:plan\/p policy:document id:document\/p .
} ;
INSERT DATA {
    id:plan\/p policy:document id:nowhere .
}
