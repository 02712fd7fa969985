# Breaks QuoteSelector/exact, MaxCount.
# And so also CanonicalText/quote-length, SPARQL.
# And so also QuotedRequirement/quote, Equals.

PREFIX id: <http://localhost:8000/id/>
PREFIX oa: <http://www.w3.org/ns/oa#>

INSERT DATA {
    id:quote\/1 oa:exact "推进质量提升。二"@zh .
}
