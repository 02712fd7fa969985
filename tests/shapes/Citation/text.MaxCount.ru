# Breaks Citation/text, MaxCount.
# And so also Citation/quote, Equals.

PREFIX id: <http://localhost:8000/id/>
PREFIX schema: <http://schema.org/>

INSERT DATA {
    id:citation\/p\/1.1 schema:text "《办法》二"@zh .
}
