# Breaks ImplementationPlan/number, Datatype.

PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX id: <http://localhost:8000/id/>

DELETE DATA {
    id:plan\/p eli:id_local "津发改〔2020〕1号" .
} ;
INSERT DATA {
    id:plan\/p eli:id_local "约"@zh .
}
