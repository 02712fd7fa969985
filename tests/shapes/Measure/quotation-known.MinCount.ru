# Breaks Measure/quotation-known, MinCount.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

DELETE DATA {
    id:measure\/p\/1 policy:answers id:quotation\/p\/1 .
}
