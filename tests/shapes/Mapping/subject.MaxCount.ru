# Breaks Mapping/subject, MaxCount.
# And so also Mapping/subject, Or.

PREFIX id: <http://localhost:8000/id/>
PREFIX sssom: <https://w3id.org/sssom/>

INSERT DATA {
    id:mapping\/p\/1 sssom:subject_id id:quotation\/p\/1-2 .
}
