# Breaks Agency/parent, MaxCount.

PREFIX org: <http://www.w3.org/ns/org#>
PREFIX pg: <https://w3id.org/policygraph/>

INSERT DATA {
    pg:agency\/120000\/shang-wu-ju org:subOrganizationOf pg:agency\/120000\/cai-zheng-ju .
}
