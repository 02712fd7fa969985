# Breaks Citation/document, MaxCount.
# And so also Citation/document, Class.
# And so also Measure/documents, Equals.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

INSERT DATA {
    id:citation\/p\/1.1 policy:document id:cited\/ban-fa-2 .
}
