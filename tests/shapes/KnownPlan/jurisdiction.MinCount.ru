# Breaks KnownPlan/jurisdiction, MinCount.

PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX pg: <https://w3id.org/policygraph/>

DELETE DATA {
    pg:plan-known\/k eli:jurisdiction pg:jurisdiction\/120000 .
}
