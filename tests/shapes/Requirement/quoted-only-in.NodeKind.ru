# Breaks Requirement/quoted-only-in, NodeKind.

PREFIX id: <http://localhost:8000/id/>
PREFIX pg: <https://w3id.org/policygraph/>
PREFIX policy: <https://w3id.org/policygraph/def#>

DELETE DATA {
    pg:national\/n\/requirement\/01.1 policy:quotedOnlyIn id:plan\/p .
} ;
INSERT DATA {
    pg:national\/n\/requirement\/01.1 policy:quotedOnlyIn "p" .
}
