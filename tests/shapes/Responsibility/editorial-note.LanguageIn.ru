# Breaks Responsibility/editorial-note, LanguageIn.

PREFIX id: <http://localhost:8000/id/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

DELETE DATA {
    id:responsibility\/p\/1.1 skos:editorialNote "牵头依据封面说明。"@zh .
} ;
INSERT DATA {
    id:responsibility\/p\/1.1 skos:editorialNote "牵头依据封面说明。"@fr .
}
