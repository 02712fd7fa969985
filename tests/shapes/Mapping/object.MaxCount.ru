# Breaks Mapping/object, MaxCount.
# And so also Mapping/object, Or.

PREFIX id: <http://localhost:8000/id/>
PREFIX pg: <https://w3id.org/policygraph/>
PREFIX sssom: <https://w3id.org/sssom/>

INSERT DATA {
    id:mapping\/p\/1 sssom:object_id pg:national\/n\/requirement\/01.1-2 .
}
