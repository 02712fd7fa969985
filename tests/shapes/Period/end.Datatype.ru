# Breaks Period/end, Datatype.

PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX id: <http://localhost:8000/id/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE DATA {
    id:period\/p\/1 dcat:endDate "2020-12-31"^^xsd:date .
} ;
INSERT DATA {
    id:period\/p\/1 dcat:endDate "很多" .
}
