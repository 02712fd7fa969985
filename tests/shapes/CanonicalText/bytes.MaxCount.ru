# Breaks CanonicalText/bytes, MaxCount.

PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX id: <http://localhost:8000/id/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA {
    id:document\/p\/text dcat:byteSize "2001"^^xsd:nonNegativeInteger .
}
