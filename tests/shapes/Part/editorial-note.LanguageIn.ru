# Breaks Part/editorial-note, LanguageIn.

PREFIX pg: <https://w3id.org/policygraph/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

DELETE DATA {
    pg:national\/n\/part\/1 skos:editorialNote "范围系编者判断。"@zh .
} ;
INSERT DATA {
    pg:national\/n\/part\/1 skos:editorialNote "范围系编者判断。"@fr .
}
