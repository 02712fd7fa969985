# Breaks ImplementationPlan/extraction, MaxCount.
# And so also ImplementationPlan/extraction, Class.

PREFIX id: <http://localhost:8000/id/>
PREFIX prov: <http://www.w3.org/ns/prov#>

INSERT DATA {
    id:plan\/p prov:wasGeneratedBy id:extraction\/p-2 .
}
