# Breaks Translation/title, LanguageIn.

PREFIX dct: <http://purl.org/dc/terms/>
PREFIX id: <http://localhost:8000/id/>

DELETE DATA {
    id:translation\/p\/en dct:title "Unofficial English translation"@en .
} ;
INSERT DATA {
    id:translation\/p\/en dct:title "Traduction non officielle"@fr .
}
