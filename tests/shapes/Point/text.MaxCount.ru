# Breaks Point/text, MaxCount.

PREFIX pg: <https://w3id.org/policygraph/>
PREFIX schema: <http://schema.org/>

INSERT DATA {
    pg:national\/n\/point\/01 schema:text "全面提升国产商品和服务竞争力二"@zh .
}
