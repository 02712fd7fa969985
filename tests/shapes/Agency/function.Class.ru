# Breaks Agency/function, Class.

PREFIX id: <http://localhost:8000/id/>
PREFIX pg: <https://w3id.org/policygraph/>
PREFIX policy: <https://w3id.org/policygraph/def#>

DELETE DATA {
    pg:agency\/120000\/shang-wu-ju policy:function pg:function\/commerce .
} ;
INSERT DATA {
    pg:agency\/120000\/shang-wu-ju policy:function id:nowhere .
}
