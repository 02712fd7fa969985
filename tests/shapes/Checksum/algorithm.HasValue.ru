# Breaks Checksum/algorithm, HasValue.

PREFIX id: <http://localhost:8000/id/>
PREFIX spdx: <http://spdx.org/rdf/terms#>

DELETE DATA {
    id:checksum\/p spdx:algorithm spdx:checksumAlgorithm_sha256 .
} ;
INSERT DATA {
    id:checksum\/p spdx:algorithm spdx:checksumAlgorithm_md5 .
}
