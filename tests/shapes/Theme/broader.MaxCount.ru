# Breaks Theme/broader, MaxCount.

PREFIX pg: <https://w3id.org/policygraph/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT DATA {
    pg:theme\/n\/01 skos:broader pg:theme\/n\/01 .
}
