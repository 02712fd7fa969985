# Breaks Responsibility/body, MaxCount.

PREFIX id: <http://localhost:8000/id/>
PREFIX pg: <https://w3id.org/policygraph/>
PREFIX policy: <https://w3id.org/policygraph/def#>

INSERT DATA {
    id:responsibility\/p\/1.3 policy:agency pg:agency\/120000\/min-zheng-ju .
}
