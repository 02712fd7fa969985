# Breaks Measure/text, MinCount.
# And so also Measure/quote, Equals.

PREFIX id: <http://localhost:8000/id/>
PREFIX schema: <http://schema.org/>

DELETE DATA {
    id:measure\/p\/1 schema:text "制定《办法》，2020年底前建店5家。"@zh .
}
