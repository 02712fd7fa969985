# Breaks Translation/language, MaxCount.

PREFIX dct: <http://purl.org/dc/terms/>
PREFIX id: <http://localhost:8000/id/>

INSERT DATA {
    id:translation\/p\/en dct:language <http://publications.europa.eu/resource/authority/language/FRA> .
}
