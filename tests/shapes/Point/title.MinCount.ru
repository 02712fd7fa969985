# Breaks Point/title, MinCount.

PREFIX dct: <http://purl.org/dc/terms/>
PREFIX pg: <https://w3id.org/policygraph/>

DELETE DATA {
    pg:national\/n\/point\/01 dct:title "全面提升国产商品和服务竞争力"@zh .
}
