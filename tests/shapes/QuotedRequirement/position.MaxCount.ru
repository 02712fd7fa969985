# Breaks QuotedRequirement/position, MaxCount.

PREFIX id: <http://localhost:8000/id/>
PREFIX schema: <http://schema.org/>

INSERT DATA {
    id:quotation\/p\/1 schema:position 2 .
}
