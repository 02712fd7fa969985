# Breaks Passage/position-selector, Class.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

DELETE DATA {
    id:passage\/p\/1\/measure policy:positionSelector id:position\/2 .
} ;
INSERT DATA {
    id:passage\/p\/1\/measure policy:positionSelector id:nowhere .
}
