# Breaks ImplementationPlan/document, MaxCount.
# And so also ImplementationPlan/document, Class.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

INSERT DATA {
    id:plan\/p policy:document id:document\/p-2 .
}
