# Breaks Parameter/amount, MinCount.

PREFIX id: <http://localhost:8000/id/>
PREFIX schema: <http://schema.org/>

DELETE DATA {
    id:parameter\/p\/1.1 schema:value 5.0 .
    id:parameter\/p\/1.1 schema:minValue 4.0 .
    id:parameter\/p\/1.1 schema:maxValue 6.0 .
}
