# Breaks nothing: a measure that stands alone is mapped by its own text.

PREFIX pg: <https://w3id.org/policygraph/>
PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>
PREFIX semapv: <https://w3id.org/semapv/vocab/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX sssom: <https://w3id.org/sssom/>

INSERT DATA {
    id:measure\/p\/1 policy:hasMapping id:mapping\/p\/1\/measure.1 .
    id:mapping\/p\/1\/measure.1 a sssom:Mapping ;
        sssom:subject_id id:measure\/p\/1 ; sssom:predicate_id skos:closeMatch ;
        sssom:object_id pg:national\/n\/requirement\/01.1 ; sssom:mapping_justification semapv:ManualMappingCuration ;
        sssom:confidence 1.0 .
}
