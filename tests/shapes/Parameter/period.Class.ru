# Breaks Parameter/period, Class.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

DELETE DATA {
    id:parameter\/p\/1.1 policy:period id:period\/p\/1 .
} ;
INSERT DATA {
    id:parameter\/p\/1.1 policy:period id:nowhere .
}
