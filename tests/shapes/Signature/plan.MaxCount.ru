# Breaks Signature/plan, MaxCount.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

INSERT DATA {
    id:plan\/q policy:hasSignature id:signature\/p\/1 .
}
