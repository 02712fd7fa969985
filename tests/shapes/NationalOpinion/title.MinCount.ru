# Breaks NationalOpinion/title, MinCount.

PREFIX dct: <http://purl.org/dc/terms/>
PREFIX pg: <https://w3id.org/policygraph/>

DELETE DATA {
    pg:national\/n dct:title "National opinion"@en .
    pg:national\/n dct:title "国家意见"@zh .
}
