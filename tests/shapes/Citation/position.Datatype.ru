# Breaks Citation/position, Datatype.
# And so also Citation/position, MinInclusive.

PREFIX id: <http://localhost:8000/id/>
PREFIX schema: <http://schema.org/>

DELETE DATA {
    id:citation\/p\/1.1 schema:position 1 .
} ;
INSERT DATA {
    id:citation\/p\/1.1 schema:position "很多" .
}
