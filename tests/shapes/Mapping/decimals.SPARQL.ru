# Breaks Mapping/decimals, SPARQL.

PREFIX id: <http://localhost:8000/id/>
PREFIX sssom: <https://w3id.org/sssom/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE DATA {
    id:mapping\/p\/1 sssom:confidence 0.9 .
} ;
INSERT DATA {
    id:mapping\/p\/1 sssom:confidence "9.0E-1"^^xsd:decimal .
}
