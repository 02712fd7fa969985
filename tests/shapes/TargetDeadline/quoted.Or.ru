# Breaks TargetDeadline, Or: nobody noted the words of the deadline, but the quote of the target names one.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE DATA {
    id:target\/p\/1.1 policy:deadline "2020-12-31"^^xsd:date .
    id:target\/p\/1.1 policy:deadlineText "2020年底前"@zh .
    id:target\/p\/1.1 policy:period id:period\/p\/1 .
}
