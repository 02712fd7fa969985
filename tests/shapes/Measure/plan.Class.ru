# Breaks Measure/plan, Class.
# And so also SourceDocument/measures, HasValue.

PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX id: <http://localhost:8000/id/>

DELETE DATA {
    id:measure\/p\/1 eli:is_part_of id:plan\/p .
} ;
INSERT DATA {
    id:measure\/p\/1 eli:is_part_of id:nowhere .
}
