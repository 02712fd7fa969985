# Breaks Signature/agency, MinCount.
# And so also ImplementationPlan/signatures, Equals.

PREFIX id: <http://localhost:8000/id/>
PREFIX pg: <https://w3id.org/policygraph/>
PREFIX policy: <https://w3id.org/policygraph/def#>

DELETE DATA {
    id:signature\/p\/1 policy:agency pg:agency\/120000\/shang-wu-ju .
}
