# Breaks QuotedRequirement/printed-label, MaxCount.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

INSERT DATA {
    id:quotation\/p\/1 policy:printedLabel "（一）全面提升二"@zh .
}
