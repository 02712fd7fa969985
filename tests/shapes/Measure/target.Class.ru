# Breaks Measure/target, Class.
# And so also Target/measure, MinCount.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

DELETE DATA {
    id:measure\/p\/1 policy:hasTarget id:target\/p\/1.1 .
} ;
INSERT DATA {
    id:measure\/p\/1 policy:hasTarget id:nowhere .
}
