# Breaks Function/label, MinCount.
# And so also Function/both-languages, MinCount.

PREFIX pg: <https://w3id.org/policygraph/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

DELETE DATA {
    pg:function\/commerce skos:prefLabel "Commerce"@en .
    pg:function\/commerce skos:prefLabel "商务"@zh .
}
