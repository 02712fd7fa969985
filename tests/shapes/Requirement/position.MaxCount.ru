# Breaks Requirement/position, MaxCount.

PREFIX pg: <https://w3id.org/policygraph/>
PREFIX schema: <http://schema.org/>

INSERT DATA {
    pg:national\/n\/requirement\/01.1 schema:position 2 .
}
