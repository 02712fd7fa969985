# Breaks Measure/deadline-text, LanguageIn.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

DELETE DATA {
    id:measure\/p\/1 policy:deadlineText "2020年底前"@zh .
} ;
INSERT DATA {
    id:measure\/p\/1 policy:deadlineText "2020年底前"@fr .
}
