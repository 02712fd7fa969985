# Breaks PlanTranslations/complete, SPARQL.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

DELETE DATA {
    id:cited\/ban-fa policy:unofficialTranslation "Measures"@en .
}
