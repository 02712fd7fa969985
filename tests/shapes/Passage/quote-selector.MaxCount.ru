# Breaks Passage/quote-selector, MaxCount.
# And so also CanonicalText/quote-length, SPARQL.
# And so also Measure/quote, Equals.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

INSERT DATA {
    id:passage\/p\/1\/measure policy:quoteSelector id:quote\/1 .
}
