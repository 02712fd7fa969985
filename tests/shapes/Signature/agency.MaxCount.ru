# Breaks Signature/agency, MaxCount.
# And so also ImplementationPlan/signatures, Equals.

PREFIX id: <http://localhost:8000/id/>
PREFIX pg: <https://w3id.org/policygraph/>
PREFIX policy: <https://w3id.org/policygraph/def#>

INSERT DATA {
    id:signature\/p\/1 policy:agency pg:agency\/120000\/cai-zheng-ju .
}
