# Breaks Passage/quote-selector, Class.
# And so also Measure/quote, Equals.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

DELETE DATA {
    id:passage\/p\/1\/measure policy:quoteSelector id:quote\/2 .
} ;
INSERT DATA {
    id:passage\/p\/1\/measure policy:quoteSelector id:nowhere .
}
