# Breaks Theme/data-theme, MinCount.

PREFIX pg: <https://w3id.org/policygraph/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

DELETE DATA {
    pg:theme\/n\/part-1 skos:broadMatch <http://publications.europa.eu/resource/authority/data-theme/ECON> .
}
