# Breaks Agency/jurisdiction, MinCount.

PREFIX dct: <http://purl.org/dc/terms/>
PREFIX pg: <https://w3id.org/policygraph/>

DELETE DATA {
    pg:agency\/120000\/shang-wu-ju dct:spatial pg:jurisdiction\/120000 .
}
