# Breaks KnownPlan/title, LanguageIn.

PREFIX dct: <http://purl.org/dc/terms/>
PREFIX pg: <https://w3id.org/policygraph/>

INSERT DATA {
    pg:plan-known\/k dct:title "Plan"@fr .
}
