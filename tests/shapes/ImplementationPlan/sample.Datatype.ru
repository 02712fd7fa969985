# Breaks ImplementationPlan/sample, Datatype.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

DELETE DATA {
    id:plan\/p policy:sample false .
} ;
INSERT DATA {
    id:plan\/p policy:sample "很多" .
}
