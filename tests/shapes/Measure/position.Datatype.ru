# Breaks Measure/position, Datatype.
# And so also Measure/position, MinInclusive.

PREFIX id: <http://localhost:8000/id/>
PREFIX schema: <http://schema.org/>

DELETE DATA {
    id:measure\/p\/1 schema:position 1 .
} ;
INSERT DATA {
    id:measure\/p\/1 schema:position "很多" .
}
