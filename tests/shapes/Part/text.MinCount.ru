# Breaks Part/text, MinCount.

PREFIX pg: <https://w3id.org/policygraph/>
PREFIX schema: <http://schema.org/>

DELETE DATA {
    pg:national\/n\/part\/1 schema:text "大力优化国内市场供给"@zh .
}
