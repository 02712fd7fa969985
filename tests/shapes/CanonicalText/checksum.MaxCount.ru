# Breaks CanonicalText/checksum, MaxCount.
# And so also CanonicalText/checksum, Class.

PREFIX id: <http://localhost:8000/id/>
PREFIX spdx: <http://spdx.org/rdf/terms#>

INSERT DATA {
    id:document\/p\/text spdx:checksum id:checksum\/p-2 .
}
