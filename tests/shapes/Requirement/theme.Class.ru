# Breaks Requirement/theme, Class.
# And so also Measure/themes-of-requirements, Equals.
# And so also Requirement/theme-of-point, Equals.

PREFIX id: <http://localhost:8000/id/>
PREFIX pg: <https://w3id.org/policygraph/>
PREFIX policy: <https://w3id.org/policygraph/def#>

DELETE DATA {
    pg:national\/n\/requirement\/01.1 policy:theme pg:theme\/n\/01 .
} ;
INSERT DATA {
    pg:national\/n\/requirement\/01.1 policy:theme id:nowhere .
}
