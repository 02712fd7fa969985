# Breaks NationalOpinion/editorial-note, LanguageIn.

PREFIX pg: <https://w3id.org/policygraph/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

DELETE DATA {
    pg:national\/n skos:editorialNote "日期系举例。"@zh .
} ;
INSERT DATA {
    pg:national\/n skos:editorialNote "日期系举例。"@fr .
}
