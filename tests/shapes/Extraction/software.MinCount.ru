# Breaks Extraction/software, MinCount.

PREFIX id: <http://localhost:8000/id/>
PREFIX prov: <http://www.w3.org/ns/prov#>

DELETE DATA {
    id:extraction\/p prov:wasAssociatedWith id:software\/1 .
}
