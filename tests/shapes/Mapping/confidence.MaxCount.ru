# Breaks Mapping/confidence, MaxCount.

PREFIX id: <http://localhost:8000/id/>
PREFIX sssom: <https://w3id.org/sssom/>

INSERT DATA {
    id:mapping\/p\/1 sssom:confidence 0.5 .
}
