# Breaks Translation/title, UniqueLang.

PREFIX dct: <http://purl.org/dc/terms/>
PREFIX id: <http://localhost:8000/id/>

INSERT DATA {
    id:translation\/p\/en dct:title "Another unofficial translation"@en .
}
