# Breaks QuotedRequirement/text, MinCount.
# And so also QuotedRequirement/quote, Equals.

PREFIX id: <http://localhost:8000/id/>
PREFIX schema: <http://schema.org/>

DELETE DATA {
    id:quotation\/p\/1 schema:text "推进质量提升。"@zh .
}
