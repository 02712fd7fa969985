# Breaks QuotedRequirement/printed-label, LanguageIn.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

DELETE DATA {
    id:quotation\/p\/1 policy:printedLabel "（一）全面提升"@zh .
} ;
INSERT DATA {
    id:quotation\/p\/1 policy:printedLabel "（一）全面提升"@fr .
}
