# Breaks Jurisdiction/replaced-by, Class.

PREFIX dct: <http://purl.org/dc/terms/>
PREFIX pg: <https://w3id.org/policygraph/>

INSERT DATA {
    pg:jurisdiction\/370000 dct:isReplacedBy pg:agency\/120000\/cai-zheng-ju .
}
