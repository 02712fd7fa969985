# Breaks Part/theme, MaxCount.

PREFIX pg: <https://w3id.org/policygraph/>
PREFIX policy: <https://w3id.org/policygraph/def#>

INSERT DATA {
    pg:national\/n\/part\/1 policy:theme pg:theme\/n\/01 .
}
