# Breaks Mapping/justification, Pattern.

PREFIX id: <http://localhost:8000/id/>
PREFIX semapv: <https://w3id.org/semapv/vocab/>
PREFIX sssom: <https://w3id.org/sssom/>

DELETE DATA {
    id:mapping\/p\/1 sssom:mapping_justification semapv:ManualMappingCuration .
} ;
INSERT DATA {
    id:mapping\/p\/1 sssom:mapping_justification id:because .
}
