# Breaks Responsibility/position, Datatype.
# And so also Responsibility/position, MinInclusive.

PREFIX id: <http://localhost:8000/id/>
PREFIX schema: <http://schema.org/>

DELETE DATA {
    id:responsibility\/p\/1.1 schema:position 1 .
} ;
INSERT DATA {
    id:responsibility\/p\/1.1 schema:position "很多" .
}
