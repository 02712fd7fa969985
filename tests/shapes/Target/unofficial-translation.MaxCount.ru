# Breaks Target/unofficial-translation, MaxCount.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

INSERT DATA {
    id:target\/p\/1.1 policy:unofficialTranslation "Shops opened (draft)"@en .
}
