# Breaks Agency/english-label, MinCount.

PREFIX pg: <https://w3id.org/policygraph/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

DELETE DATA {
    pg:agency\/120000\/shang-wu-ju skos:prefLabel "Tianjin Commerce Bureau"@en .
}
