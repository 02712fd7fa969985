# Breaks SourceDocument/bytes, Pattern.

PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX id: <http://localhost:8000/id/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE DATA {
    id:document\/p dcat:byteSize "2000"^^xsd:nonNegativeInteger .
} ;
INSERT DATA {
    id:document\/p dcat:byteSize 2000.5 .
}
