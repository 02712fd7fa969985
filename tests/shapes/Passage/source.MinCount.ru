# Breaks Passage/source, MinCount.

PREFIX id: <http://localhost:8000/id/>
PREFIX oa: <http://www.w3.org/ns/oa#>

DELETE DATA {
    id:passage\/p\/1\/measure oa:hasSource id:document\/p\/text .
}
