# Breaks Translation/checksum, Class.

PREFIX id: <http://localhost:8000/id/>
PREFIX spdx: <http://spdx.org/rdf/terms#>

DELETE DATA {
    id:translation\/p\/en spdx:checksum id:checksum\/p .
} ;
INSERT DATA {
    id:translation\/p\/en spdx:checksum id:document\/p .
}
