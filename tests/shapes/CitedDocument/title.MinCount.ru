# Breaks CitedDocument/title, MinCount.

PREFIX dct: <http://purl.org/dc/terms/>
PREFIX id: <http://localhost:8000/id/>

DELETE DATA {
    id:cited\/ban-fa dct:title "办法"@zh .
}
