# Breaks Measure/plan, MaxCount.
# And so also Measure/plan, Class.

PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX id: <http://localhost:8000/id/>

INSERT DATA {
    id:measure\/p\/1 eli:is_part_of id:plan\/p-2 .
}
