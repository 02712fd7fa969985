# Breaks ImplementationPlan/numbering, SPARQL: two measures have one number.
# And so also Measure/passage, MinCount.
# And so also Measure/position, MinCount.
# And so also Measure/quotation-known, MinCount.
# And so also Measure/requirement-known, QualifiedMinCount.
# And so also Measure/responsibility, MinCount.
# And so also Measure/text, MinCount.

PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA {
    id:measure\/p\/2 a policy:Measure .
    id:measure\/p\/2 eli:is_part_of id:plan\/p .
    id:measure\/p\/2 eli:number "1" .
}
