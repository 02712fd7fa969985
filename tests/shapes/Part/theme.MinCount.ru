# Breaks Part/theme, MinCount.

PREFIX pg: <https://w3id.org/policygraph/>
PREFIX policy: <https://w3id.org/policygraph/def#>

DELETE DATA {
    pg:national\/n\/part\/1 policy:theme pg:theme\/n\/part-1 .
}
