# Breaks Parameter/unofficial-unit-translation, MaxCount.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

INSERT DATA {
    id:parameter\/p\/1.1 policy:unofficialUnitTranslation "shops (draft)"@en .
}
