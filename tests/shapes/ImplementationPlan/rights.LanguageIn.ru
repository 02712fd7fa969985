# Breaks ImplementationPlan/rights, LanguageIn.

PREFIX dct: <http://purl.org/dc/terms/>
PREFIX id: <http://localhost:8000/id/>

DELETE DATA {
    id:plan\/p dct:rights "An official document."@en .
} ;
INSERT DATA {
    id:plan\/p dct:rights "An official document."@fr .
}
