# Breaks Point/theme, Class.
# And so also Requirement/theme-of-point, Equals.

PREFIX id: <http://localhost:8000/id/>
PREFIX pg: <https://w3id.org/policygraph/>
PREFIX policy: <https://w3id.org/policygraph/def#>

DELETE DATA {
    pg:national\/n\/point\/01 policy:theme pg:theme\/n\/01 .
} ;
INSERT DATA {
    pg:national\/n\/point\/01 policy:theme id:nowhere .
}
