# Breaks Jurisdiction/valid-until, MaxCount.

PREFIX pg: <https://w3id.org/policygraph/>
PREFIX policy: <https://w3id.org/policygraph/def#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA {
    pg:jurisdiction\/370000 policy:validUntil "2023"^^xsd:gYear, "2021"^^xsd:gYear .
}
