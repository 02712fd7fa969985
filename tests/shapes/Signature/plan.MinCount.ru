# Breaks Signature/plan, MinCount.
# And so also ImplementationPlan/signatures, Equals.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

DELETE DATA {
    id:plan\/p policy:hasSignature id:signature\/p\/1 .
}
