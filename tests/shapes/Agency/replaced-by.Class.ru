# Breaks Agency/replaced-by, Class.

PREFIX dct: <http://purl.org/dc/terms/>
PREFIX pg: <https://w3id.org/policygraph/>

INSERT DATA {
    pg:agency\/120000\/shang-wu-ju dct:isReplacedBy pg:jurisdiction\/370000 .
}
