# Breaks Measure/quotation, MaxCount.
# And so also Measure/quotation, Class.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

INSERT DATA {
    id:measure\/p\/1 policy:answers id:quotation\/p\/1-2 .
}
