# Breaks Responsibility/text, LanguageIn.
# And so also Responsibility/quote, Equals.

PREFIX id: <http://localhost:8000/id/>
PREFIX schema: <http://schema.org/>

DELETE DATA {
    id:responsibility\/p\/1.1 schema:text "市商务局"@zh .
} ;
INSERT DATA {
    id:responsibility\/p\/1.1 schema:text "市商务局"@fr .
}
