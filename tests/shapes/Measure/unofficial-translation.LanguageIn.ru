# Breaks Measure/unofficial-translation, LanguageIn.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

DELETE DATA {
    id:measure\/p\/1 policy:unofficialTranslation "Draw up the Measures, and open 5 shops by the end of 2020."@en .
} ;
INSERT DATA {
    id:measure\/p\/1 policy:unofficialTranslation "Draw up the Measures, and open 5 shops by the end of 2020."@fr .
}
