# Breaks nothing: the measure goes on, in the plan's own words, and so needs no date.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE DATA {
    id:measure\/p\/1 policy:deadline "2020-12-31"^^xsd:date .
    id:measure\/p\/1 policy:deadlineText "2020年底前"@zh .
    id:measure\/p\/1 policy:period id:period\/p\/1 .
} ;
INSERT DATA { id:measure\/p\/1 policy:deadlineText "长期坚持"@zh }
