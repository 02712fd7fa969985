# Breaks Requirement/position, Datatype.
# And so also Requirement/position, MinInclusive.

PREFIX pg: <https://w3id.org/policygraph/>
PREFIX schema: <http://schema.org/>

DELETE DATA {
    pg:national\/n\/requirement\/01.1 schema:position 1 .
} ;
INSERT DATA {
    pg:national\/n\/requirement\/01.1 schema:position "很多" .
}
