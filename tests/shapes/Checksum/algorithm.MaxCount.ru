# Breaks Checksum/algorithm, MaxCount.

PREFIX id: <http://localhost:8000/id/>
PREFIX spdx: <http://spdx.org/rdf/terms#>

INSERT DATA {
    id:checksum\/p spdx:algorithm spdx:checksumAlgorithm_sha256-2 .
}
