# Breaks SoftwareAgent/title, LanguageIn.

PREFIX dct: <http://purl.org/dc/terms/>
PREFIX id: <http://localhost:8000/id/>

DELETE DATA {
    id:software\/1 dct:title "PolicyGraph"@en .
} ;
INSERT DATA {
    id:software\/1 dct:title "PolicyGraph"@fr .
}
