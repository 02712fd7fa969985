# Breaks KnownPlan/opinion, MinCount.

PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX pg: <https://w3id.org/policygraph/>

DELETE DATA {
    pg:plan-known\/k eli:ensures_implementation_of pg:national\/n .
}
