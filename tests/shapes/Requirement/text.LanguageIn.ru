# Breaks Requirement/text, LanguageIn.

PREFIX pg: <https://w3id.org/policygraph/>
PREFIX schema: <http://schema.org/>

DELETE DATA {
    pg:national\/n\/requirement\/01.1 schema:text "推进质量提升。"@zh .
} ;
INSERT DATA {
    pg:national\/n\/requirement\/01.1 schema:text "推进质量提升。"@fr .
}
