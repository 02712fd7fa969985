# Breaks PositionSelector/start, MinInclusive.
# And so also CanonicalText/quote-length, SPARQL.
# And so also PositionSelector/start, Pattern.

PREFIX id: <http://localhost:8000/id/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE DATA {
    id:position\/1 oa:start "10"^^xsd:nonNegativeInteger .
} ;
INSERT DATA {
    id:position\/1 oa:start "-1"^^xsd:nonNegativeInteger .
}
