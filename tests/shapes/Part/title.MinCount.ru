# Breaks Part/title, MinCount.

PREFIX dct: <http://purl.org/dc/terms/>
PREFIX pg: <https://w3id.org/policygraph/>

DELETE DATA {
    pg:national\/n\/part\/1 dct:title "大力优化国内市场供给"@zh .
}
