# Breaks ImplementationPlan/number, MaxCount.

PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX id: <http://localhost:8000/id/>

INSERT DATA {
    id:plan\/p eli:id_local "津发改〔2020〕1号2" .
}
