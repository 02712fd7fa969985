# Breaks ImplementationPlan/document-or-gap, MinCount.
# And so also SourceDocument/extraction, MinCount.
# And so also SourceDocument/measures, HasValue.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

DELETE DATA {
    id:plan\/p policy:document id:document\/p .
    id:plan\/p policy:knownGap "The letterhead is lost."@en .
    id:plan\/p policy:knownGap "发文机关标志缺失。"@zh .
}
