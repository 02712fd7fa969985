# Breaks Period/start, MaxCount.

PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX id: <http://localhost:8000/id/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA {
    id:period\/p\/1 dcat:startDate "2020-05-24"^^xsd:date .
}
