# Breaks Measure/number, MinCount.

PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX id: <http://localhost:8000/id/>

DELETE DATA {
    id:measure\/p\/1 eli:number "1" .
}
