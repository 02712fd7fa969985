# Breaks Parameter/period, MaxCount.
# And so also Parameter/period, Class.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

INSERT DATA {
    id:parameter\/p\/1.1 policy:period id:period\/p\/1-2 .
}
