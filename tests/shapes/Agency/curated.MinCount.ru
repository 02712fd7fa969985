# Breaks Agency/curated, MinCount.

PREFIX pg: <https://w3id.org/policygraph/>
PREFIX policy: <https://w3id.org/policygraph/def#>

DELETE DATA {
    pg:agency\/120000\/shang-wu-ju policy:function pg:function\/commerce .
}
