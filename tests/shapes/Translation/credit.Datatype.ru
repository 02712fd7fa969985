# Breaks Translation/credit, Datatype.

PREFIX id: <http://localhost:8000/id/>
PREFIX schema: <http://schema.org/>

DELETE DATA {
    id:translation\/p\/en schema:creditText "PolicyGraph" .
} ;
INSERT DATA {
    id:translation\/p\/en schema:creditText "PolicyGraph"@en .
}
