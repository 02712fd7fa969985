# Breaks SourceDocument/extraction, MinCount.

PREFIX id: <http://localhost:8000/id/>
PREFIX prov: <http://www.w3.org/ns/prov#>

DELETE DATA {
    id:plan\/p prov:wasGeneratedBy id:extraction\/p .
}
