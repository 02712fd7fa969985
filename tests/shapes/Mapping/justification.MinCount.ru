# Breaks Mapping/justification, MinCount.

PREFIX id: <http://localhost:8000/id/>
PREFIX semapv: <https://w3id.org/semapv/vocab/>
PREFIX sssom: <https://w3id.org/sssom/>

DELETE DATA {
    id:mapping\/p\/1 sssom:mapping_justification semapv:ManualMappingCuration .
}
