"""Who reads a refusal in Chinese is told in Chinese what is wrong; programs are told what they always were."""

import re

import pytest
from flask.testing import FlaskClient
from lxml import html

from server.release.store.reading.diagnosis import diagnose
from server.words.language import Words
from server.words.retelling import retold

BROKEN = [
    "SELECT ?a WHERE { ?a ?b ?c", "SELECT * WHERE { ?a ?b ?c . ?d ?e }", "SELECT * WHERE { ?a foo:b ?c }", "", "SELECT",
    "SELEKT * WHERE { ?a ?b ?c }", "SELECT * WHERE { ?a ?b “c” }", "SELECT * WHERE { ?a ?b ?c } }", "ASK { ?a ?b 'x }",
    "SELECT * WHERE { ?a ?b ?c } ORDER ?a", "SELECT ?a (COUNT(?b) AS ?n) WHERE { ?a ?p ?b }", "SELECT * { ?s ?p <a b> }",
    "SELECT * WHERE { ?a ?b ?c FILTER(?c = 1 AND ?a = ?b) }", "SELECT * WHERE { ?s ?p ?o BIND(1 AS ?o) }",
    "SELECT * WHERE { ?s wdt:P31 ?o }", 'ASK { ?s ?p "a\\qb" }', "SELECT * WHERE { ?a ?b ?c }，",
    "SELECT *\u200b { ?s ?p ?o }", "SELECT * WHERE { ?a ?b ?c FILTER(FOO(?c)) }", "SELECT (1 AS ?a) (2 AS ?a) { ?s ?p ?o }",
    "SELECT ?x (COUNT(?y) AS ?n) WHERE { ?x ?p ?y } GROUP BY ?p", "SELECT TOP 3 ?x { ?x ?p ?o }",
    "SELECT (COUNT(?x)) { ?x ?p ?o }", 'SELECT * { ?x ?p ?o FILTER(?o LIKE "x") }',
    "SELECT * { ?x ?p ?o } LIMIT 3 ORDER BY ?x", "SELECT * { ?x ?p ?o AND ?x ?q ?r }",
    "SELECT * { ?x ?p ?o FILTER(LENGTH(?o) > 3) }", "SELECT * { measure ?p ?o }", "SELECT * { ?x a ?t, ?q ?o }",
    "SELECT * WHERE { ?x ?p ?o } WHERE { ?y ?p ?o }", "SELECT * { ?x ?p ?o LEFT ?x ?q ?r }",
    "PREFIX x：<http://x.example/> ASK {}",
]  # fmt: skip # entries side by side


@pytest.mark.parametrize("query", BROKEN)
def test_what_is_wrong_with_a_query_has_chinese_words(query: str) -> None:
    found = diagnose(query, "http://x.example/", {"wdt": "http://www.wikidata.org/prop/direct/"})
    assert found
    for said in filter(None, (found.reason, found.hint)):
        assert re.search(r"[\u4e00-\u9fff]{2}", retold(said, "syntax", Words("zh"))), said
        assert retold(said, "syntax", Words("en")) == said


@pytest.mark.parametrize(
    ("address", "status", "chinese", "english"),
    [
        ("/sparql?query=SELECT+*+WHERE+{+?a+?b", 400, "第 1 行第 23 列：查询没有写完。没有闭合：{。", "Not closed: {."),
        ("/sparql?query=ASK{}&update=x", 403, "此端点只读", "This endpoint is read-only"),
        ("/sparql?query=ASK{}&query=ASK{}", 400, "查询不止一个", "There is more than one query"),
        ("/stream/77", 404, "变动流没有第 77 页", "There is no page '77' of the stream"),
        ("/lookup", 400, "请指明事物", "Which thing?"),
        ("/directory?scheme=x", 400, "没有 scheme=x", "scheme='x' is not known"),
        ("/sitemap-99.xml", 404, "站点地图没有第 99 部分", "The sitemap has no part 99"),
    ],
)
def test_a_browser_is_refused_in_its_language_and_a_program_as_before(
    client: FlaskClient, address: str, status: int, chinese: str, english: str
) -> None:
    page = client.get(address, headers={"Accept": "text/html,*/*;q=0.8", "Accept-Language": "zh-CN"})
    told = html.fromstring(page.data).xpath("//div[@class='detail']")
    assert isinstance(told, list)
    detail = told[0]
    assert page.status_code == status
    assert chinese in str(detail.text_content())  # type: ignore[union-attr]
    program = client.get(address, headers={"Accept": "application/problem+json, */*;q=0.1"})
    assert english in program.get_json()["detail"]
