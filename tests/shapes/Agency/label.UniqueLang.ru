# Breaks Agency/label, UniqueLang.

PREFIX pg: <https://w3id.org/policygraph/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT DATA {
    pg:agency\/120000\/shang-wu-ju skos:prefLabel "又名"@zh .
}
