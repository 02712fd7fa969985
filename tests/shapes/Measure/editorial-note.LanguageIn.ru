# Breaks Measure/editorial-note, LanguageIn.

PREFIX id: <http://localhost:8000/id/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

DELETE DATA {
    id:measure\/p\/1 skos:editorialNote "主题系编者判断。"@zh .
} ;
INSERT DATA {
    id:measure\/p\/1 skos:editorialNote "主题系编者判断。"@fr .
}
