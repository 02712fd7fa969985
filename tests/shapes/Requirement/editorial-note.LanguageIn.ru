# Breaks Requirement/editorial-note, LanguageIn.

PREFIX pg: <https://w3id.org/policygraph/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

DELETE DATA {
    pg:national\/n\/requirement\/01.1 skos:editorialNote "编号系编者所加。"@zh .
} ;
INSERT DATA {
    pg:national\/n\/requirement\/01.1 skos:editorialNote "编号系编者所加。"@fr .
}
