# Breaks Signature/position, Datatype.
# And so also Signature/position, MinInclusive.

PREFIX id: <http://localhost:8000/id/>
PREFIX schema: <http://schema.org/>

DELETE DATA {
    id:signature\/p\/1 schema:position 1 .
} ;
INSERT DATA {
    id:signature\/p\/1 schema:position "很多" .
}
