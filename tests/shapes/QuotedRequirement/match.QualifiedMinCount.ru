# Breaks QuotedRequirement/match, QualifiedMinCount.

PREFIX id: <http://localhost:8000/id/>
PREFIX pg: <https://w3id.org/policygraph/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

DELETE DATA {
    id:quotation\/p\/1 skos:exactMatch pg:national\/n\/requirement\/01.1 .
}
