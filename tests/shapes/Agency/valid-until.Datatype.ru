# Breaks Agency/valid-until, Datatype.

PREFIX pg: <https://w3id.org/policygraph/>
PREFIX policy: <https://w3id.org/policygraph/def#>

INSERT DATA {
    pg:agency\/120000\/shang-wu-ju policy:validUntil "2023" .
}
