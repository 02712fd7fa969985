# Breaks QuotedRequirement/unofficial-translation, MaxCount.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

INSERT DATA {
    id:quotation\/p\/1 policy:unofficialTranslation "Advance quality. (draft)"@en .
}
