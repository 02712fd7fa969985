# Breaks QuotedRequirement/mapping, Class.
# And so also QuotedRequirement/mapping-subject, Equals.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

DELETE DATA {
    id:quotation\/p\/1 policy:hasMapping id:mapping\/p\/1 .
} ;
INSERT DATA {
    id:quotation\/p\/1 policy:hasMapping id:nowhere .
}
