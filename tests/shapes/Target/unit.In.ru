# Breaks Target/unit, In.

PREFIX id: <http://localhost:8000/id/>
PREFIX qudt: <http://qudt.org/schema/qudt/>

DELETE DATA {
    id:target\/p\/1.1 qudt:hasUnit <http://qudt.org/vocab/unit/NUM> .
} ;
INSERT DATA {
    id:target\/p\/1.1 qudt:hasUnit <http://qudt.org/vocab/unit/TON_COAL> .
}
