# Breaks Target/unit-text, MinCount.

PREFIX id: <http://localhost:8000/id/>
PREFIX schema: <http://schema.org/>

DELETE DATA {
    id:target\/p\/1.1 schema:unitText "家"@zh .
}
