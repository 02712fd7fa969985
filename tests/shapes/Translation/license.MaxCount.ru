# Breaks Translation/license, MaxCount.

PREFIX dct: <http://purl.org/dc/terms/>
PREFIX id: <http://localhost:8000/id/>

INSERT DATA {
    id:translation\/p\/en dct:license <https://creativecommons.org/publicdomain/zero/1.0/> .
}
