# Breaks Translation/license, NodeKind.

PREFIX dct: <http://purl.org/dc/terms/>
PREFIX id: <http://localhost:8000/id/>

DELETE DATA {
    id:translation\/p\/en dct:license <https://creativecommons.org/licenses/by/4.0/> .
} ;
INSERT DATA {
    id:translation\/p\/en dct:license "CC BY 4.0" .
}
