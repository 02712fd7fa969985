# Breaks NationalOpinion/title, LanguageIn.

PREFIX dct: <http://purl.org/dc/terms/>
PREFIX pg: <https://w3id.org/policygraph/>

DELETE DATA {
    pg:national\/n dct:title "National opinion"@en .
} ;
INSERT DATA {
    pg:national\/n dct:title "National opinion"@fr .
}
