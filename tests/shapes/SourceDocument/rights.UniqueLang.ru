# Breaks SourceDocument/rights, UniqueLang.

PREFIX dct: <http://purl.org/dc/terms/>
PREFIX id: <http://localhost:8000/id/>

INSERT DATA {
    id:document\/p dct:rights "又名"@zh .
}
