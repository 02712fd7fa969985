# Breaks nothing: the target names no deadline, and so needs none.

PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE DATA {
    id:target\/p\/1.1 policy:deadline "2020-12-31"^^xsd:date .
    id:target\/p\/1.1 policy:deadlineText "2020年底前"@zh .
    id:target\/p\/1.1 policy:period id:period\/p\/1 .
    id:quote\/7 oa:exact "2020年底前建店5家"@zh .
} ;
INSERT DATA {
    id:quote\/7 oa:exact "到年关前后建成门店5家"@zh .
}
