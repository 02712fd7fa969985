# Breaks QuoteSelector/exact, MinCount.
# And so also QuotedRequirement/quote, Equals.

PREFIX id: <http://localhost:8000/id/>
PREFIX oa: <http://www.w3.org/ns/oa#>

DELETE DATA {
    id:quote\/1 oa:exact "推进质量提升。"@zh .
}
