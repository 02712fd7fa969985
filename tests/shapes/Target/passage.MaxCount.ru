# Breaks Target/passage, MaxCount.

PREFIX id: <http://localhost:8000/id/>
PREFIX prov: <http://www.w3.org/ns/prov#>

INSERT DATA {
    id:target\/p\/1.1 prov:wasDerivedFrom id:passage\/p\/1.1\/citation .
}
