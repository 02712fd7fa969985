# Breaks Requirement/theme-of-point, Equals.

PREFIX pg: <https://w3id.org/policygraph/>
PREFIX policy: <https://w3id.org/policygraph/def#>

DELETE DATA {
    pg:national\/n\/point\/01 policy:theme pg:theme\/n\/01 .
} ;
INSERT DATA {
    pg:national\/n\/point\/01 policy:theme pg:theme\/n\/part-1 .
}
