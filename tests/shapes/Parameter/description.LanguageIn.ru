# Breaks Parameter/description, LanguageIn.

PREFIX id: <http://localhost:8000/id/>
PREFIX schema: <http://schema.org/>

DELETE DATA {
    id:parameter\/p\/1.1 schema:description "上限"@zh .
} ;
INSERT DATA {
    id:parameter\/p\/1.1 schema:description "上限"@fr .
}
