# Breaks Period/start, Datatype.

PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX id: <http://localhost:8000/id/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE DATA {
    id:period\/p\/1 dcat:startDate "2020-01-01"^^xsd:date .
} ;
INSERT DATA {
    id:period\/p\/1 dcat:startDate "很多" .
}
