# Breaks Signature/position, MaxCount.

PREFIX id: <http://localhost:8000/id/>
PREFIX schema: <http://schema.org/>

INSERT DATA {
    id:signature\/p\/1 schema:position 2 .
}
