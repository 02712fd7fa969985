# Breaks SourceDocument/file-name, Datatype.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

DELETE DATA {
    id:document\/p policy:fileName "document.txt" .
} ;
INSERT DATA {
    id:document\/p policy:fileName "约"@zh .
}
