# Breaks Part/text, LanguageIn.

PREFIX pg: <https://w3id.org/policygraph/>
PREFIX schema: <http://schema.org/>

DELETE DATA {
    pg:national\/n\/part\/1 schema:text "大力优化国内市场供给"@zh .
} ;
INSERT DATA {
    pg:national\/n\/part\/1 schema:text "大力优化国内市场供给"@fr .
}
