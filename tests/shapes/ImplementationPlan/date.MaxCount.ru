# Breaks ImplementationPlan/date, MaxCount.

PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX id: <http://localhost:8000/id/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA {
    id:plan\/p eli:date_document "2020-05-24"^^xsd:date .
}
