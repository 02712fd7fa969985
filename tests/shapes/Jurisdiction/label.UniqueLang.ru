# Breaks Jurisdiction/label, UniqueLang.

PREFIX pg: <https://w3id.org/policygraph/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT DATA {
    pg:jurisdiction\/120000 skos:prefLabel "又名"@zh .
}
