# Breaks Agency/kind, MaxCount.
# And so also Agency/kind, Class.

PREFIX org: <http://www.w3.org/ns/org#>
PREFIX pg: <https://w3id.org/policygraph/>

INSERT DATA {
    pg:agency\/120000\/shang-wu-ju org:classification pg:kind\/municipal-department-2 .
}
