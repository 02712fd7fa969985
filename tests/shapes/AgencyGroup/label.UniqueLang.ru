# Breaks AgencyGroup/label, UniqueLang.

PREFIX id: <http://localhost:8000/id/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT DATA {
    id:group\/ge-qu skos:prefLabel "又名"@zh .
}
