# Breaks Target/maximum, Datatype.
# And so also Target/decimals, SPARQL.

PREFIX id: <http://localhost:8000/id/>
PREFIX schema: <http://schema.org/>

DELETE DATA {
    id:target\/p\/1.1 schema:maxValue 6.0 .
} ;
INSERT DATA {
    id:target\/p\/1.1 schema:maxValue "很多" .
}
