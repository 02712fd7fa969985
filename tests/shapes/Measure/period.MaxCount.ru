# Breaks Measure/period, MaxCount.
# And so also Measure/period, Class.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

INSERT DATA {
    id:measure\/p\/1 policy:period id:period\/p\/1-2 .
}
