# Breaks Agency/jurisdiction, MaxCount.

PREFIX dct: <http://purl.org/dc/terms/>
PREFIX pg: <https://w3id.org/policygraph/>

INSERT DATA {
    pg:agency\/120000\/shang-wu-ju dct:spatial pg:jurisdiction\/100000 .
}
