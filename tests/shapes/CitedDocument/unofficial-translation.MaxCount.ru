# Breaks CitedDocument/unofficial-translation, MaxCount.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

INSERT DATA {
    id:cited\/ban-fa policy:unofficialTranslation "Measures (draft)"@en .
}
