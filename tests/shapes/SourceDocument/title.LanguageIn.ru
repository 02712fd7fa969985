# Breaks SourceDocument/title, LanguageIn.

PREFIX dct: <http://purl.org/dc/terms/>
PREFIX id: <http://localhost:8000/id/>

DELETE DATA {
    id:document\/p dct:title "天津市分工方案"@zh .
} ;
INSERT DATA {
    id:document\/p dct:title "天津市分工方案"@fr .
}
