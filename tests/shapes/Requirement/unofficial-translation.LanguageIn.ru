# Breaks Requirement/unofficial-translation, LanguageIn.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

DELETE DATA {
    <https://w3id.org/policygraph/national/n/requirement/01.1> policy:unofficialTranslation "Advance quality."@en .
} ;
INSERT DATA {
    <https://w3id.org/policygraph/national/n/requirement/01.1> policy:unofficialTranslation "Advance quality."@fr .
}
