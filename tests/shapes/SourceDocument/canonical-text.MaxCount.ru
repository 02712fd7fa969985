# Breaks SourceDocument/canonical-text, MaxCount.
# And so also SourceDocument/canonical-text, Class.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

INSERT DATA {
    id:document\/p policy:canonicalText id:document\/p\/text-2 .
}
