# Breaks ImplementationPlan/number-or-gap, MinCount.
# And so also ImplementationPlan/number-known, MinCount.

PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

DELETE DATA {
    id:plan\/p eli:id_local "津发改〔2020〕1号" .
    id:plan\/p policy:knownGap "The letterhead is lost."@en .
    id:plan\/p policy:knownGap "发文机关标志缺失。"@zh .
}
