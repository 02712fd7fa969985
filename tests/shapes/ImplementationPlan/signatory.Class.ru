# Breaks ImplementationPlan/signatory, Class.
# And so also ImplementationPlan/signatures, Equals.

PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX id: <http://localhost:8000/id/>
PREFIX pg: <https://w3id.org/policygraph/>

DELETE DATA {
    id:plan\/p eli:passed_by pg:agency\/120000\/shang-wu-ju .
} ;
INSERT DATA {
    id:plan\/p eli:passed_by id:nowhere .
}
