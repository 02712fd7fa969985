# Breaks Point/position, MinCount.

PREFIX pg: <https://w3id.org/policygraph/>
PREFIX schema: <http://schema.org/>

DELETE DATA {
    pg:national\/n\/point\/01 schema:position 1 .
}
