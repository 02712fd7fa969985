# Breaks AgencyGroup/jurisdiction, MinCount.

PREFIX dct: <http://purl.org/dc/terms/>
PREFIX id: <http://localhost:8000/id/>
PREFIX pg: <https://w3id.org/policygraph/>

DELETE DATA {
    id:group\/ge-qu dct:spatial pg:jurisdiction\/120000 .
}
