# Breaks Parameter/passage, Class.

PREFIX id: <http://localhost:8000/id/>
PREFIX prov: <http://www.w3.org/ns/prov#>

DELETE DATA {
    id:parameter\/p\/1.1 prov:wasDerivedFrom id:passage\/p\/1.1\/target .
} ;
INSERT DATA {
    id:parameter\/p\/1.1 prov:wasDerivedFrom id:nowhere .
}
