# Breaks ImplementationPlan/opinion-known, MinCount: said once of the plan, and not again of its measures and quotations.

PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX policy: <https://w3id.org/policygraph/def#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

DELETE { ?plan eli:ensures_implementation_of ?national }
WHERE { ?plan a policy:ImplementationPlan ; eli:ensures_implementation_of ?national } ;
DELETE { ?measure policy:implements ?requirement ; policy:theme ?theme }
WHERE { ?measure a policy:Measure ; policy:implements ?requirement ; policy:theme ?theme } ;
DELETE { ?quotation skos:exactMatch ?requirement }
WHERE { ?quotation a policy:QuotedRequirement ; skos:exactMatch ?requirement }
