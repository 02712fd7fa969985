# Breaks Translation/checksum, MaxCount.
# And so also Translation/checksum, Class.

PREFIX id: <http://localhost:8000/id/>
PREFIX spdx: <http://spdx.org/rdf/terms#>

INSERT DATA {
    id:translation\/p\/en spdx:checksum id:checksum\/p-2 .
}
