# Breaks Jurisdiction/notation, MinCount.

PREFIX pg: <https://w3id.org/policygraph/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

DELETE DATA {
    pg:jurisdiction\/120000 skos:notation "120000" .
}
