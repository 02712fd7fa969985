# Breaks Target/description, LanguageIn.

PREFIX id: <http://localhost:8000/id/>
PREFIX schema: <http://schema.org/>

DELETE DATA {
    id:target\/p\/1.1 schema:description "建店"@zh .
} ;
INSERT DATA {
    id:target\/p\/1.1 schema:description "建店"@fr .
}
