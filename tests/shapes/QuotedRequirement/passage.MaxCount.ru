# Breaks QuotedRequirement/passage, MaxCount.
# And so also QuotedRequirement/quote, Equals.

PREFIX id: <http://localhost:8000/id/>
PREFIX prov: <http://www.w3.org/ns/prov#>

INSERT DATA {
    id:quotation\/p\/1 prov:wasDerivedFrom id:passage\/p\/1.1\/citation .
}
