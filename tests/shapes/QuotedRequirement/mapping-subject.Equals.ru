# Breaks QuotedRequirement/mapping-subject, Equals.
# And so also QuotedRequirement/match, QualifiedMinCount.
# And so also QuotedRequirement/number, MinCount.
# And so also QuotedRequirement/passage, MinCount.
# And so also QuotedRequirement/plan, MinCount.
# And so also QuotedRequirement/position, MinCount.
# And so also QuotedRequirement/text, MinCount.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>
PREFIX sssom: <https://w3id.org/sssom/>

DELETE DATA {
    id:mapping\/p\/1 sssom:subject_id id:quotation\/p\/1 .
} ;
INSERT DATA {
    id:mapping\/p\/1 sssom:subject_id id:quotation\/p\/2 .
    id:quotation\/p\/2 a policy:QuotedRequirement .
}
