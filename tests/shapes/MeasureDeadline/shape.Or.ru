# Breaks MeasureDeadline, Or.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE DATA {
    id:measure\/p\/1 policy:deadline "2020-12-31"^^xsd:date .
    id:measure\/p\/1 policy:period id:period\/p\/1 .
}
