# Breaks Citation/passage, MinCount.
# And so also Citation/quote, Equals.

PREFIX id: <http://localhost:8000/id/>
PREFIX prov: <http://www.w3.org/ns/prov#>

DELETE DATA {
    id:citation\/p\/1.1 prov:wasDerivedFrom id:passage\/p\/1.1\/citation .
}
