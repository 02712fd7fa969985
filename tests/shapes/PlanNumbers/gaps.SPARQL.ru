# Breaks PlanNumbers/gaps, SPARQL.

PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX id: <http://localhost:8000/id/>

DELETE DATA {
    id:measure\/p\/1 eli:number "1" .
} ;
INSERT DATA {
    id:measure\/p\/1 eli:number "2" .
}
