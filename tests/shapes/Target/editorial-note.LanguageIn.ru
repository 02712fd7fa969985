# Breaks Target/editorial-note, LanguageIn.

PREFIX id: <http://localhost:8000/id/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

DELETE DATA {
    id:target\/p\/1.1 skos:editorialNote "数量系编者换算。"@zh .
} ;
INSERT DATA {
    id:target\/p\/1.1 skos:editorialNote "数量系编者换算。"@fr .
}
