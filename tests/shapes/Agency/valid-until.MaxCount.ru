# Breaks Agency/valid-until, MaxCount.

PREFIX pg: <https://w3id.org/policygraph/>
PREFIX policy: <https://w3id.org/policygraph/def#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA {
    pg:agency\/120000\/shang-wu-ju policy:validUntil "2023"^^xsd:gYear, "2021"^^xsd:gYear .
}
