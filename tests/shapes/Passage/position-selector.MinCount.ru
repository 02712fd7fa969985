# Breaks Passage/position-selector, MinCount.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

DELETE DATA {
    id:passage\/p\/1\/measure policy:positionSelector id:position\/2 .
}
