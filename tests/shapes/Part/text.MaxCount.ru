# Breaks Part/text, MaxCount.

PREFIX pg: <https://w3id.org/policygraph/>
PREFIX schema: <http://schema.org/>

INSERT DATA {
    pg:national\/n\/part\/1 schema:text "大力优化国内市场供给二"@zh .
}
