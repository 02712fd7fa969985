# Breaks Parameter/unit, MaxCount.

PREFIX id: <http://localhost:8000/id/>
PREFIX qudt: <http://qudt.org/schema/qudt/>

INSERT DATA {
    id:parameter\/p\/1.1 qudt:hasUnit <http://qudt.org/vocab/unit/ONE> .
}
