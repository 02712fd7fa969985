# Breaks Parameter/measure, MaxCount.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

INSERT DATA {
    id:measure\/q\/1 policy:hasParameter id:parameter\/p\/1.1 .
}
