# Breaks Point/editorial-note, LanguageIn.

PREFIX pg: <https://w3id.org/policygraph/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

DELETE DATA {
    pg:national\/n\/point\/01 skos:editorialNote "标题系编者所加。"@zh .
} ;
INSERT DATA {
    pg:national\/n\/point\/01 skos:editorialNote "标题系编者所加。"@fr .
}
