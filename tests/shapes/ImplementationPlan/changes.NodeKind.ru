# Breaks ImplementationPlan/changes, NodeKind.

PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX id: <http://localhost:8000/id/>

DELETE DATA {
    id:plan\/p eli:changes id:plan\/older .
} ;
INSERT DATA {
    id:plan\/p eli:changes "某处"@zh .
}
