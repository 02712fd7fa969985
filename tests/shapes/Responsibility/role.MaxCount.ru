# Breaks Responsibility/role, MaxCount.
# And so also Responsibility/role, In.

PREFIX id: <http://localhost:8000/id/>
PREFIX pg: <https://w3id.org/policygraph/>
PREFIX policy: <https://w3id.org/policygraph/def#>

INSERT DATA {
    id:responsibility\/p\/1.1 policy:role pg:role\/lead-2 .
}
