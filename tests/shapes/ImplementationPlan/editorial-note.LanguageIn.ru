# Breaks ImplementationPlan/editorial-note, LanguageIn.

PREFIX id: <http://localhost:8000/id/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

DELETE DATA {
    id:plan\/p skos:editorialNote "标题补全。"@zh .
} ;
INSERT DATA {
    id:plan\/p skos:editorialNote "标题补全。"@fr .
}
