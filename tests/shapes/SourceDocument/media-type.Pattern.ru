# Breaks SourceDocument/media-type, Pattern.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

DELETE DATA {
    id:document\/p policy:mediaType "text/plain" .
} ;
INSERT DATA {
    id:document\/p policy:mediaType "这 样" .
}
