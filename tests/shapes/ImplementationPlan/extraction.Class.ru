# Breaks ImplementationPlan/extraction, Class.

PREFIX id: <http://localhost:8000/id/>
PREFIX prov: <http://www.w3.org/ns/prov#>

DELETE DATA {
    id:plan\/p prov:wasGeneratedBy id:extraction\/p .
} ;
INSERT DATA {
    id:plan\/p prov:wasGeneratedBy id:nowhere .
}
