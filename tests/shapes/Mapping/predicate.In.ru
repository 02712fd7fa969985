# Breaks Mapping/predicate, In.

PREFIX id: <http://localhost:8000/id/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX sssom: <https://w3id.org/sssom/>

DELETE DATA {
    id:mapping\/p\/1 sssom:predicate_id skos:exactMatch .
} ;
INSERT DATA {
    id:mapping\/p\/1 sssom:predicate_id id:nowhere .
}
