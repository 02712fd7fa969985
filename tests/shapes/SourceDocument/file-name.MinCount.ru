# Breaks SourceDocument/file-name, MinCount.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

DELETE DATA {
    id:document\/p policy:fileName "document.txt" .
}
