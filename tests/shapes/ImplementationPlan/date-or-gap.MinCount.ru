# Breaks ImplementationPlan/date-or-gap, MinCount.

PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE DATA {
    id:plan\/p eli:date_document "2020-05-23"^^xsd:date .
    id:plan\/p policy:knownGap "The letterhead is lost."@en .
    id:plan\/p policy:knownGap "发文机关标志缺失。"@zh .
}
