# Breaks Requirement/quoted-only-in, MaxCount.

PREFIX id: <http://localhost:8000/id/>
PREFIX pg: <https://w3id.org/policygraph/>
PREFIX policy: <https://w3id.org/policygraph/def#>

INSERT DATA {
    pg:national\/n\/requirement\/01.1 policy:quotedOnlyIn id:plan\/older .
}
