# Breaks Signature/text, MaxCount.

PREFIX id: <http://localhost:8000/id/>
PREFIX schema: <http://schema.org/>

INSERT DATA {
    id:signature\/p\/1 schema:text "市商务委"@zh .
}
