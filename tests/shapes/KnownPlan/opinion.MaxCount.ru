# Breaks KnownPlan/opinion, MaxCount.
# And so also KnownPlan/opinion, Class.

PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX pg: <https://w3id.org/policygraph/>

INSERT DATA {
    pg:plan-known\/k eli:ensures_implementation_of pg:national\/n2 .
}
