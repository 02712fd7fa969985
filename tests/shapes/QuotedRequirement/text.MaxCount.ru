# Breaks QuotedRequirement/text, MaxCount.
# And so also QuotedRequirement/quote, Equals.

PREFIX id: <http://localhost:8000/id/>
PREFIX schema: <http://schema.org/>

INSERT DATA {
    id:quotation\/p\/1 schema:text "推进质量提升。二"@zh .
}
