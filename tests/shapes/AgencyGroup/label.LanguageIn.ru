# Breaks AgencyGroup/label, LanguageIn.

PREFIX id: <http://localhost:8000/id/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

DELETE DATA {
    id:group\/ge-qu skos:prefLabel "各区人民政府"@zh .
} ;
INSERT DATA {
    id:group\/ge-qu skos:prefLabel "各区人民政府"@fr .
}
