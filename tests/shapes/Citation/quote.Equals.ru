# Breaks Citation/quote, Equals.

PREFIX id: <http://localhost:8000/id/>
PREFIX schema: <http://schema.org/>

DELETE DATA {
    id:citation\/p\/1.1 schema:text "《办法》"@zh .
} ;
INSERT DATA {
    id:citation\/p\/1.1 schema:text "《办法乡"@zh .
}
