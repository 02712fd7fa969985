# Breaks Parameter/maximum, MaxCount.

PREFIX id: <http://localhost:8000/id/>
PREFIX schema: <http://schema.org/>

INSERT DATA {
    id:parameter\/p\/1.1 schema:maxValue 5.5 .
}
