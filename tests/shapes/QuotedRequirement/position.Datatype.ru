# Breaks QuotedRequirement/position, Datatype.
# And so also QuotedRequirement/position, MinInclusive.

PREFIX id: <http://localhost:8000/id/>
PREFIX schema: <http://schema.org/>

DELETE DATA {
    id:quotation\/p\/1 schema:position 1 .
} ;
INSERT DATA {
    id:quotation\/p\/1 schema:position "很多" .
}
