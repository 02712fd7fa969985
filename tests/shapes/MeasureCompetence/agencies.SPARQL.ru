# Breaks MeasureCompetence/agencies, SPARQL.

PREFIX dct: <http://purl.org/dc/terms/>
PREFIX pg: <https://w3id.org/policygraph/>

DELETE DATA {
    pg:agency\/120000\/min-zheng-ju dct:spatial pg:jurisdiction\/120000 .
} ;
INSERT DATA {
    pg:agency\/120000\/min-zheng-ju dct:spatial pg:jurisdiction\/370000 .
}
