# Breaks PlanTranslations/complete, SPARQL.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>
PREFIX schema: <http://schema.org/>

DELETE DATA {
    id:quotation\/p\/1 policy:unofficialTranslation "Advance quality."@en .
    <https://w3id.org/policygraph/national/n/requirement/01.1> schema:text "推进质量提升。"@zh .
} ;
INSERT DATA {
    <https://w3id.org/policygraph/national/n/requirement/01.1> schema:text "进一步推进质量提升。"@zh .
}
