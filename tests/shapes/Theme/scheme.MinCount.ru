# Breaks Theme/scheme, MinCount.

PREFIX pg: <https://w3id.org/policygraph/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

DELETE DATA {
    pg:theme\/n\/01 skos:inScheme pg:theme\/n .
}
