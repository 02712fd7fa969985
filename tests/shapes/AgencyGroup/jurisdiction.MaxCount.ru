# Breaks AgencyGroup/jurisdiction, MaxCount.

PREFIX dct: <http://purl.org/dc/terms/>
PREFIX id: <http://localhost:8000/id/>
PREFIX pg: <https://w3id.org/policygraph/>

INSERT DATA {
    id:group\/ge-qu dct:spatial pg:jurisdiction\/100000 .
}
