# Breaks nothing: a plan without any translation lacks nothing.

PREFIX id: <http://localhost:8000/id/>
PREFIX policy: <https://w3id.org/policygraph/def#>

DELETE WHERE { ?thing policy:unofficialTranslation ?said } ;
DELETE WHERE { ?thing policy:hasTranslation ?translation } ;
DELETE WHERE { ?thing policy:unofficialUnitTranslation ?said }
