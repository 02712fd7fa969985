# Breaks Parameter/value, MaxCount.

PREFIX id: <http://localhost:8000/id/>
PREFIX schema: <http://schema.org/>

INSERT DATA {
    id:parameter\/p\/1.1 schema:value 5.5 .
}
