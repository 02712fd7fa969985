# Breaks Mapping/confidence, Datatype.
# And so also Mapping/confidence, MaxInclusive.
# And so also Mapping/confidence, MinInclusive.
# And so also Mapping/decimals, SPARQL.

PREFIX id: <http://localhost:8000/id/>
PREFIX sssom: <https://w3id.org/sssom/>

DELETE DATA {
    id:mapping\/p\/1 sssom:confidence 0.9 .
} ;
INSERT DATA {
    id:mapping\/p\/1 sssom:confidence "很多" .
}
