# Breaks ImplementationPlan/title, LanguageIn.

PREFIX dct: <http://purl.org/dc/terms/>
PREFIX id: <http://localhost:8000/id/>

DELETE DATA {
    id:plan\/p dct:title "Tianjin's division of work"@en .
} ;
INSERT DATA {
    id:plan\/p dct:title "Tianjin's division of work"@fr .
}
