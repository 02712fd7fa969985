# Breaks Part/position, Datatype.
# And so also Part/position, MinInclusive.

PREFIX pg: <https://w3id.org/policygraph/>
PREFIX schema: <http://schema.org/>

DELETE DATA {
    pg:national\/n\/part\/1 schema:position 1 .
} ;
INSERT DATA {
    pg:national\/n\/part\/1 schema:position "很多" .
}
