# Breaks Signature/text, MinCount.

PREFIX id: <http://localhost:8000/id/>
PREFIX schema: <http://schema.org/>

DELETE DATA {
    id:signature\/p\/1 schema:text "市商务局"@zh .
}
