# Breaks Responsibility/passage, MinCount.
# And so also Responsibility/quote, Equals.

PREFIX id: <http://localhost:8000/id/>
PREFIX prov: <http://www.w3.org/ns/prov#>

DELETE DATA {
    id:responsibility\/p\/1.1 prov:wasDerivedFrom id:passage\/p\/1.1\/responsibility .
}
