# Breaks Agency/other-label, LanguageIn.

PREFIX pg: <https://w3id.org/policygraph/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

DELETE DATA {
    pg:agency\/120000\/shang-wu-ju skos:altLabel "市商务局"@zh .
} ;
INSERT DATA {
    pg:agency\/120000\/shang-wu-ju skos:altLabel "市商务局"@fr .
}
