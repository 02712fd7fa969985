# Breaks Jurisdiction/label, MinCount.
# And so also Jurisdiction/both-languages, MinCount.

PREFIX pg: <https://w3id.org/policygraph/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

DELETE DATA {
    pg:jurisdiction\/120000 skos:prefLabel "Tianjin"@en .
    pg:jurisdiction\/120000 skos:prefLabel "天津市"@zh .
}
