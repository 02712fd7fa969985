# Breaks Translation/of, MaxCount.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

INSERT DATA {
    id:translation\/p\/en policy:translationOf id:plan\/older .
}
