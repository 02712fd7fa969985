# Breaks CitedDocument/title, LanguageIn.

PREFIX dct: <http://purl.org/dc/terms/>
PREFIX id: <http://localhost:8000/id/>

DELETE DATA {
    id:cited\/ban-fa dct:title "办法"@zh .
} ;
INSERT DATA {
    id:cited\/ban-fa dct:title "办法"@fr .
}
