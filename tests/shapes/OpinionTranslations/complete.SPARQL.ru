# Breaks OpinionTranslations/complete, SPARQL.

PREFIX policy: <https://w3id.org/policygraph/def#>

DELETE DATA {
    <https://w3id.org/policygraph/national/n/requirement/01.1> policy:unofficialTranslation "Advance quality."@en .
}
