# Breaks Extraction/software, MaxCount.
# And so also Extraction/software, Class.

PREFIX id: <http://localhost:8000/id/>
PREFIX prov: <http://www.w3.org/ns/prov#>

INSERT DATA {
    id:extraction\/p prov:wasAssociatedWith id:software\/1-2 .
}
