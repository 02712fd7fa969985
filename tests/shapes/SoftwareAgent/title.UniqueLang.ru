# Breaks SoftwareAgent/title, UniqueLang.

PREFIX dct: <http://purl.org/dc/terms/>
PREFIX id: <http://localhost:8000/id/>

INSERT DATA {
    id:software\/1 dct:title "又名"@zh .
}
