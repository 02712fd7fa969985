# Breaks ImplementationPlan/known-gap, LanguageIn.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

DELETE DATA {
    id:plan\/p policy:knownGap "The letterhead is lost."@en .
} ;
INSERT DATA {
    id:plan\/p policy:knownGap "The letterhead is lost."@fr .
}
