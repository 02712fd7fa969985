# Breaks Target/period, MaxCount.
# And so also Target/period, Class.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

INSERT DATA {
    id:target\/p\/1.1 policy:period id:period\/p\/1-2 .
}
