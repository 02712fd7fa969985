# Breaks Citation/document, Class.
# And so also Measure/documents, Equals.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

DELETE DATA {
    id:citation\/p\/1.1 policy:document id:cited\/ban-fa .
} ;
INSERT DATA {
    id:citation\/p\/1.1 policy:document id:nowhere .
}
