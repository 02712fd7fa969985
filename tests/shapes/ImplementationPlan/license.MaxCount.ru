# Breaks ImplementationPlan/license, MaxCount.

PREFIX dct: <http://purl.org/dc/terms/>
PREFIX id: <http://localhost:8000/id/>

INSERT DATA {
    id:plan\/p dct:license <https://creativecommons.org/licenses/by/4.0/-2> .
}
