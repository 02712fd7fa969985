# Breaks Target/decimals, SPARQL.

PREFIX id: <http://localhost:8000/id/>
PREFIX schema: <http://schema.org/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE DATA {
    id:target\/p\/1.1 schema:value 5.0 .
} ;
INSERT DATA {
    id:target\/p\/1.1 schema:value "5.0E0"^^xsd:decimal .
}
