# Breaks nothing: a measure may implement a whole point.

PREFIX pg: <https://w3id.org/policygraph/>
PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE DATA {
    id:measure\/p\/1 policy:implements pg:national\/n\/requirement\/01.1 .
} ;
INSERT DATA {
    id:measure\/p\/1 policy:implements pg:national\/n\/point\/01 .
}
