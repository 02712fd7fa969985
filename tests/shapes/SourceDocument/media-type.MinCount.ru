# Breaks SourceDocument/media-type, MinCount.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

DELETE DATA {
    id:document\/p policy:mediaType "text/plain" .
}
