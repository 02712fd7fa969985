# Breaks Jurisdiction/valid-until, Datatype.

PREFIX pg: <https://w3id.org/policygraph/>
PREFIX policy: <https://w3id.org/policygraph/def#>

INSERT DATA {
    pg:jurisdiction\/370000 policy:validUntil "2023" .
}
