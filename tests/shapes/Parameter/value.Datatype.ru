# Breaks Parameter/value, Datatype.
# And so also Parameter/decimals, SPARQL.

PREFIX id: <http://localhost:8000/id/>
PREFIX schema: <http://schema.org/>

DELETE DATA {
    id:parameter\/p\/1.1 schema:value 5.0 .
} ;
INSERT DATA {
    id:parameter\/p\/1.1 schema:value "很多" .
}
