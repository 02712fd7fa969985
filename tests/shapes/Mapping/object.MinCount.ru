# Breaks Mapping/object, MinCount.

PREFIX id: <http://localhost:8000/id/>
PREFIX pg: <https://w3id.org/policygraph/>
PREFIX sssom: <https://w3id.org/sssom/>

DELETE DATA {
    id:mapping\/p\/1 sssom:object_id pg:national\/n\/requirement\/01.1 .
}
