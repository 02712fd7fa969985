# Breaks ImplementationPlan/signatory-or-gap, MinCount.
# And so also ImplementationPlan/signatures, Equals.

PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX id: <http://localhost:8000/id/>
PREFIX pg: <https://w3id.org/policygraph/>
PREFIX policy: <https://w3id.org/policygraph/def#>

DELETE DATA {
    id:plan\/p eli:passed_by pg:agency\/120000\/shang-wu-ju .
    id:plan\/p policy:knownGap "The letterhead is lost."@en .
    id:plan\/p policy:knownGap "发文机关标志缺失。"@zh .
}
