# Breaks SourceDocument/media-type, MaxCount.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

INSERT DATA {
    id:document\/p policy:mediaType "text/plain2" .
}
