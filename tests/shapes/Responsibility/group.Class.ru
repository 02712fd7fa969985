# Breaks Responsibility/group, Class.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

DELETE DATA {
    id:responsibility\/p\/1.3 policy:group id:group\/ge-qu .
} ;
INSERT DATA {
    id:responsibility\/p\/1.3 policy:group id:nowhere .
}
