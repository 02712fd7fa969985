# Breaks Translation/language, NodeKind.

PREFIX dct: <http://purl.org/dc/terms/>
PREFIX id: <http://localhost:8000/id/>

DELETE DATA {
    id:translation\/p\/en dct:language <http://publications.europa.eu/resource/authority/language/ENG> .
} ;
INSERT DATA {
    id:translation\/p\/en dct:language "en" .
}
