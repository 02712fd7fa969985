# Breaks PositionSelector/end, MinInclusive.
# And so also CanonicalText/quote-length, SPARQL.
# And so also PositionSelector/end, Pattern.

PREFIX id: <http://localhost:8000/id/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE DATA {
    id:position\/1 oa:end "17"^^xsd:nonNegativeInteger .
} ;
INSERT DATA {
    id:position\/1 oa:end -7 .
}
