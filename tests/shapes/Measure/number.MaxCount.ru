# Breaks Measure/number, MaxCount.
# And so also PlanNumbers/gaps, SPARQL.

PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX id: <http://localhost:8000/id/>

INSERT DATA {
    id:measure\/p\/1 eli:number "12" .
}
