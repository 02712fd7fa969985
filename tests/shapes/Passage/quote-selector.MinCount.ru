# Breaks Passage/quote-selector, MinCount.
# And so also Measure/quote, Equals.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

DELETE DATA {
    id:passage\/p\/1\/measure policy:quoteSelector id:quote\/2 .
}
