# Breaks ImplementationPlan/title, UniqueLang.

PREFIX dct: <http://purl.org/dc/terms/>
PREFIX id: <http://localhost:8000/id/>

INSERT DATA {
    id:plan\/p dct:title "又名"@zh .
}
