# Breaks KnownPlan/known-gap, MinCount.

PREFIX pg: <https://w3id.org/policygraph/>
PREFIX policy: <https://w3id.org/policygraph/def#>

DELETE DATA {
    pg:plan-known\/k policy:knownGap "原文未收录。"@zh .
}
