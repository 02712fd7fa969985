# Breaks Agency/parent, Class.

PREFIX id: <http://localhost:8000/id/>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX pg: <https://w3id.org/policygraph/>

DELETE DATA {
    pg:agency\/120000\/shang-wu-ju org:subOrganizationOf pg:agency\/100000\/fa-gai-wei .
} ;
INSERT DATA {
    pg:agency\/120000\/shang-wu-ju org:subOrganizationOf id:nowhere .
}
