# Breaks SourceDocument/checksum, MaxCount.
# And so also SourceDocument/checksum, Class.

PREFIX id: <http://localhost:8000/id/>
PREFIX spdx: <http://spdx.org/rdf/terms#>

INSERT DATA {
    id:document\/p spdx:checksum id:checksum\/p-2 .
}
