# Breaks Target/unofficial-translation, LanguageIn.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

DELETE DATA {
    id:target\/p\/1.1 policy:unofficialTranslation "Shops opened"@en .
} ;
INSERT DATA {
    id:target\/p\/1.1 policy:unofficialTranslation "Shops opened"@fr .
}
