# Breaks Measure/themes-of-requirements, Equals.

PREFIX id: <http://localhost:8000/id/>
PREFIX pg: <https://w3id.org/policygraph/>
PREFIX policy: <https://w3id.org/policygraph/def#>

INSERT DATA {
    id:measure\/p\/1 policy:theme pg:theme\/n\/part-1 .
}
