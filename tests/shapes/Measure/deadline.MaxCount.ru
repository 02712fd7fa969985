# Breaks Measure/deadline, MaxCount.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA {
    id:measure\/p\/1 policy:deadline "2020-05-24"^^xsd:date .
}
