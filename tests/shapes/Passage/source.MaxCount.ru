# Breaks Passage/source, MaxCount.
# And so also Passage/source, Class.

PREFIX id: <http://localhost:8000/id/>
PREFIX oa: <http://www.w3.org/ns/oa#>

INSERT DATA {
    id:passage\/p\/1\/measure oa:hasSource id:document\/p\/text-2 .
}
