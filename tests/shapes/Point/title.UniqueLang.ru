# Breaks Point/title, UniqueLang.

PREFIX dct: <http://purl.org/dc/terms/>
PREFIX pg: <https://w3id.org/policygraph/>

INSERT DATA {
    pg:national\/n\/point\/01 dct:title "又名"@zh .
}
