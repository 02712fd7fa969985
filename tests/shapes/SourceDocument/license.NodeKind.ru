# Breaks SourceDocument/license, NodeKind.

PREFIX dct: <http://purl.org/dc/terms/>
PREFIX id: <http://localhost:8000/id/>

DELETE DATA {
    id:document\/p dct:license <https://creativecommons.org/licenses/by/4.0/> .
} ;
INSERT DATA {
    id:document\/p dct:license "某处"@zh .
}
