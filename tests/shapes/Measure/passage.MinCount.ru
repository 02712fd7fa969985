# Breaks Measure/passage, MinCount.
# And so also Measure/quote, Equals.

PREFIX id: <http://localhost:8000/id/>
PREFIX prov: <http://www.w3.org/ns/prov#>

DELETE DATA {
    id:measure\/p\/1 prov:wasDerivedFrom id:passage\/p\/1\/measure .
}
