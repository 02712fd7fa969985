# Breaks ImplementationPlan/identifier, Pattern.

PREFIX dct: <http://purl.org/dc/terms/>
PREFIX id: <http://localhost:8000/id/>

DELETE DATA {
    id:plan\/p dct:identifier "p" .
} ;
INSERT DATA {
    id:plan\/p dct:identifier "这 样" .
}
