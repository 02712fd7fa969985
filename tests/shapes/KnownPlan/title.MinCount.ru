# Breaks KnownPlan/title, MinCount.

PREFIX dct: <http://purl.org/dc/terms/>
PREFIX pg: <https://w3id.org/policygraph/>

DELETE DATA {
    pg:plan-known\/k dct:title "某省方案"@zh, "A province's plan"@en .
}
