# Breaks QuotedRequirement/unofficial-translation, LanguageIn.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

DELETE DATA {
    id:quotation\/p\/1 policy:unofficialTranslation "Advance quality."@en .
} ;
INSERT DATA {
    id:quotation\/p\/1 policy:unofficialTranslation "Advance quality."@fr .
}
