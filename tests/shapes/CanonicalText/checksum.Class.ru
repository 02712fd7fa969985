# Breaks CanonicalText/checksum, Class.

PREFIX id: <http://localhost:8000/id/>
PREFIX spdx: <http://spdx.org/rdf/terms#>

DELETE DATA {
    id:document\/p\/text spdx:checksum id:checksum\/p .
} ;
INSERT DATA {
    id:document\/p\/text spdx:checksum id:nowhere .
}
