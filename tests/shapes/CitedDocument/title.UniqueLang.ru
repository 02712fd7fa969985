# Breaks CitedDocument/title, UniqueLang.

PREFIX dct: <http://purl.org/dc/terms/>
PREFIX id: <http://localhost:8000/id/>

INSERT DATA {
    id:cited\/ban-fa dct:title "又名"@zh .
}
