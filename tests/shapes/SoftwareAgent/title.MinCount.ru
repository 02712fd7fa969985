# Breaks SoftwareAgent/title, MinCount.

PREFIX dct: <http://purl.org/dc/terms/>
PREFIX id: <http://localhost:8000/id/>

DELETE DATA {
    id:software\/1 dct:title "PolicyGraph"@en .
    id:software\/1 dct:title "政策知识图谱"@zh .
}
