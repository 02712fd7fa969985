# Breaks Translation/title, MinCount.

PREFIX dct: <http://purl.org/dc/terms/>
PREFIX id: <http://localhost:8000/id/>

DELETE DATA {
    id:translation\/p\/en dct:title "非官方英译"@zh, "Unofficial English translation"@en .
}
