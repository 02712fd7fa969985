# Breaks Mapping/subject, Or.
# And so also QuotedRequirement/mapping-subject, Equals.

PREFIX id: <http://localhost:8000/id/>
PREFIX sssom: <https://w3id.org/sssom/>

DELETE DATA {
    id:mapping\/p\/1 sssom:subject_id id:quotation\/p\/1 .
} ;
INSERT DATA {
    id:mapping\/p\/1 sssom:subject_id id:nowhere .
}
