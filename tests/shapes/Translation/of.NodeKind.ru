# Breaks Translation/of, NodeKind.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

DELETE DATA {
    id:translation\/p\/en policy:translationOf id:plan\/p .
} ;
INSERT DATA {
    id:translation\/p\/en policy:translationOf "p" .
}
