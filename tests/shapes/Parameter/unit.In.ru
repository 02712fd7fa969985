# Breaks Parameter/unit, In.

PREFIX id: <http://localhost:8000/id/>
PREFIX qudt: <http://qudt.org/schema/qudt/>

DELETE DATA {
    id:parameter\/p\/1.1 qudt:hasUnit <http://qudt.org/vocab/unit/NUM> .
} ;
INSERT DATA {
    id:parameter\/p\/1.1 qudt:hasUnit <http://qudt.org/vocab/unit/TON_COAL> .
}
