# Breaks ImplementationPlan/title, MinCount.

PREFIX dct: <http://purl.org/dc/terms/>
PREFIX id: <http://localhost:8000/id/>

DELETE DATA {
    id:plan\/p dct:title "Tianjin's division of work"@en .
    id:plan\/p dct:title "天津市分工方案"@zh .
}
