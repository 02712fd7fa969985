# Breaks Passage/page, MaxCount.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

INSERT DATA {
    id:passage\/p\/1\/measure policy:page 2 .
}
