# Breaks Citation/measure, MinCount.
# And so also Measure/documents, Equals.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

DELETE DATA {
    id:measure\/p\/1 policy:hasCitation id:citation\/p\/1.1 .
}
