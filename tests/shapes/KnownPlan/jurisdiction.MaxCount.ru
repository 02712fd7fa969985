# Breaks KnownPlan/jurisdiction, MaxCount.

PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX pg: <https://w3id.org/policygraph/>

INSERT DATA {
    pg:plan-known\/k eli:jurisdiction pg:jurisdiction\/100000 .
}
