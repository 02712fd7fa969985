# Breaks Target/value, Datatype.
# And so also Target/decimals, SPARQL.

PREFIX id: <http://localhost:8000/id/>
PREFIX schema: <http://schema.org/>

DELETE DATA {
    id:target\/p\/1.1 schema:value 5.0 .
} ;
INSERT DATA {
    id:target\/p\/1.1 schema:value "很多" .
}
