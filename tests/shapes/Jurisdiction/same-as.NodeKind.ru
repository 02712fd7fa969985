# Breaks Jurisdiction/same-as, NodeKind.

PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX pg: <https://w3id.org/policygraph/>

DELETE DATA {
    pg:jurisdiction\/120000 owl:sameAs <http://www.wikidata.org/entity/Q11736> .
} ;
INSERT DATA {
    pg:jurisdiction\/120000 owl:sameAs "某处"@zh .
}
