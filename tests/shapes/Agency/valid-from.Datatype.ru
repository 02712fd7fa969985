# Breaks Agency/valid-from, Datatype.

PREFIX pg: <https://w3id.org/policygraph/>
PREFIX policy: <https://w3id.org/policygraph/def#>

INSERT DATA {
    pg:agency\/120000\/shang-wu-ju policy:validFrom "2018" .
}
