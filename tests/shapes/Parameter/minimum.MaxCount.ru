# Breaks Parameter/minimum, MaxCount.

PREFIX id: <http://localhost:8000/id/>
PREFIX schema: <http://schema.org/>

INSERT DATA {
    id:parameter\/p\/1.1 schema:minValue 5.5 .
}
