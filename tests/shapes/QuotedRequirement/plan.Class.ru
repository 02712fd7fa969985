# Breaks QuotedRequirement/plan, Class.

PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX id: <http://localhost:8000/id/>

DELETE DATA {
    id:quotation\/p\/1 eli:is_part_of id:plan\/p .
} ;
INSERT DATA {
    id:quotation\/p\/1 eli:is_part_of id:nowhere .
}
