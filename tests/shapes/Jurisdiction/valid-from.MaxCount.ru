# Breaks Jurisdiction/valid-from, MaxCount.

PREFIX pg: <https://w3id.org/policygraph/>
PREFIX policy: <https://w3id.org/policygraph/def#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA {
    pg:jurisdiction\/370000 policy:validFrom "2018"^^xsd:gYear, "2021"^^xsd:gYear .
}
