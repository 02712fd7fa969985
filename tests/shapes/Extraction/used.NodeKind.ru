# Breaks Extraction/used, NodeKind.

PREFIX id: <http://localhost:8000/id/>
PREFIX prov: <http://www.w3.org/ns/prov#>

DELETE DATA {
    id:extraction\/p prov:used id:document\/p .
} ;
INSERT DATA {
    id:extraction\/p prov:used "某处"@zh .
}
