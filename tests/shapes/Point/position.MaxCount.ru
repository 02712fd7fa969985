# Breaks Point/position, MaxCount.

PREFIX pg: <https://w3id.org/policygraph/>
PREFIX schema: <http://schema.org/>

INSERT DATA {
    pg:national\/n\/point\/01 schema:position 2 .
}
