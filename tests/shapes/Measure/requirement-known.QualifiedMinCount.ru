# Breaks Measure/requirement-known, QualifiedMinCount.
# And so also Measure/themes-of-requirements, Equals.

PREFIX id: <http://localhost:8000/id/>
PREFIX pg: <https://w3id.org/policygraph/>
PREFIX policy: <https://w3id.org/policygraph/def#>

DELETE DATA {
    id:measure\/p\/1 policy:implements pg:national\/n\/requirement\/01.1 .
}
