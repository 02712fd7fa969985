# Breaks nothing: a quotation with the very words of the national requirement is translated there.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

DELETE DATA {
    id:quotation\/p\/1 policy:unofficialTranslation "Advance quality."@en .
}
