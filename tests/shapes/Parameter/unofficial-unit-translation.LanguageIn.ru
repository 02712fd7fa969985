# Breaks Parameter/unofficial-unit-translation, LanguageIn.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

DELETE DATA {
    id:parameter\/p\/1.1 policy:unofficialUnitTranslation "shops"@en .
} ;
INSERT DATA {
    id:parameter\/p\/1.1 policy:unofficialUnitTranslation "shops"@fr .
}
