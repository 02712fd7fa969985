# Breaks KnownPlan/known-gap, LanguageIn.

PREFIX pg: <https://w3id.org/policygraph/>
PREFIX policy: <https://w3id.org/policygraph/def#>

INSERT DATA {
    pg:plan-known\/k policy:knownGap "inconnu"@fr .
}
