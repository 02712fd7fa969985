# Breaks QuotedRequirement/number, MaxCount.

PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX id: <http://localhost:8000/id/>

INSERT DATA {
    id:quotation\/p\/1 eli:number "12" .
}
