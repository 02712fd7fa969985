# Breaks Agency/jurisdiction, Class.
# And so also MeasureCompetence/agencies, SPARQL.

PREFIX dct: <http://purl.org/dc/terms/>
PREFIX id: <http://localhost:8000/id/>
PREFIX pg: <https://w3id.org/policygraph/>

DELETE DATA {
    pg:agency\/120000\/shang-wu-ju dct:spatial pg:jurisdiction\/120000 .
} ;
INSERT DATA {
    pg:agency\/120000\/shang-wu-ju dct:spatial id:nowhere .
}
