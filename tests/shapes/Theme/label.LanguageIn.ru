# Breaks Theme/label, LanguageIn.

PREFIX pg: <https://w3id.org/policygraph/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

DELETE DATA {
    pg:theme\/n\/01 skos:prefLabel "Competitiveness"@en .
} ;
INSERT DATA {
    pg:theme\/n\/01 skos:prefLabel "Competitiveness"@fr .
}
