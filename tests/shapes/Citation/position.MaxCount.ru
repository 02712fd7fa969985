# Breaks Citation/position, MaxCount.

PREFIX id: <http://localhost:8000/id/>
PREFIX schema: <http://schema.org/>

INSERT DATA {
    id:citation\/p\/1.1 schema:position 2 .
}
