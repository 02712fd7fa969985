# Breaks ImplementationPlan/repeals, NodeKind.

PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX id: <http://localhost:8000/id/>

DELETE DATA {
    id:plan\/p eli:repeals id:plan\/oldest .
} ;
INSERT DATA {
    id:plan\/p eli:repeals "某处"@zh .
}
