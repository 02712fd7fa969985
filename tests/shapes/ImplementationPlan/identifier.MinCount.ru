# Breaks ImplementationPlan/identifier, MinCount.

PREFIX dct: <http://purl.org/dc/terms/>
PREFIX id: <http://localhost:8000/id/>

DELETE DATA {
    id:plan\/p dct:identifier "p" .
}
