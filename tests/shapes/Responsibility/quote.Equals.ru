# Breaks Responsibility/quote, Equals.

PREFIX id: <http://localhost:8000/id/>
PREFIX schema: <http://schema.org/>

DELETE DATA {
    id:responsibility\/p\/1.3 schema:text "各区"@zh .
} ;
INSERT DATA {
    id:responsibility\/p\/1.3 schema:text "各乡"@zh .
}
