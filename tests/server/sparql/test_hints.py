"""What an empty answer says of its query, and what a beginner's errors are told."""

from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from ontology.iris import Iris
from server.sparql.hints import hints

PREFIXES = """
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX policy: <https://w3id.org/policygraph/def#>
PREFIX schema: <http://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""


def ask(client: FlaskClient, query: str, accept: str = "application/sparql-results+json") -> Any:
    return client.post("/sparql", data={"query": PREFIXES + query}, headers={"Accept": accept})


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        ("?x a policy:agency", "Do you mean policy:Agency"), ("?x a policy:Themes", "mean policy:Theme?"),
        ("?x policy:responsibleagency/skos:prefLabel ?y", "policy:responsibleAgency?"),
        ("?x a <policy:Requirement>", "policy:Requirement"), ("?x policy:isPartOf ?y", "eli:is_part_of"),
        ("?x policy:theme ?m . ?m a policy:Measure", "policy:theme runs the other way"),
        ("?m a policy:Theme ; policy:implements ?x", "No policy:Theme in this release has policy:implements"),
        ('?x skos:prefLabel "commerce"', 'there is "commerce"@en'), ('?x skos:prefLabel "commerce"@en-GB', '"commerce"@en'),
        ("?x a policy:Measure ; eli:number 41", 'there is "41"'),
        ('?m policy:deadline ?d FILTER (?d < "2019-01-01")', '"2019-01-01"^^xsd:date'),
        ('?m eli:is_part_of ?plan FILTER (CONTAINS(?plan, "tianjin"))', "STR(?plan)"),
        ("GRAPH policy:Measure { ?x ?y ?z }", "There is no graph policy:Measure"),
    ],
)  # fmt: skip # entries side by side
def test_an_empty_answer_says_what_the_query_names_and_the_release_does_not_hold(
    client: FlaskClient, pattern: str, told: str
) -> None:
    response = ask(client, f"SELECT * WHERE {{ {pattern} }}")
    assert response.status_code == 200
    assert told in response.headers["X-SPARQL-Hint"]


@pytest.mark.parametrize("accept", ["application/sparql-results+xml", "text/csv", "text/tab-separated-values"])
def test_a_hint_comes_with_every_format_and_with_what_is_kept(client: FlaskClient, accept: str) -> None:
    for _ in range(2):
        assert "policy:Agency" in ask(client, "SELECT * { ?x a policy:Agencys }", accept).headers["X-SPARQL-Hint"]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * WHERE { ?x a policy:Measure } LIMIT 1",
        'SELECT * WHERE { ?x a policy:Measure ; eli:number "900" }',
        "ASK { ?x a policy:Measure }",
        'SELECT * WHERE { ?x a policy:Measure ; schema:text ?t FILTER (CONTAINS(?t, "火星")) }',
    ],
)
def test_what_is_not_wrong_has_no_hint(client: FlaskClient, query: str) -> None:
    assert "X-SPARQL-Hint" not in ask(client, query).headers


@pytest.mark.parametrize("accept", ["application/sparql-results+json", "application/sparql-results+xml", "text/csv"])
def test_a_sum_of_nothing_has_a_hint_too(client: FlaskClient, accept: str) -> None:
    sums = 'SELECT (SUM(?v) AS ?all) (COUNT(?t) AS ?n) { ?t a policy:Target ; schema:value ?v ; schema:unitText "家" }'
    assert '"\\u5bb6"@zh' in ask(client, sums, accept).headers["X-SPARQL-Hint"]
    assert "X-SPARQL-Hint" not in ask(client, sums.replace('"家"', '"家"@zh'), accept).headers


def test_a_search_that_finds_nothing_is_no_misspelt_property(client: FlaskClient) -> None:
    query = "PREFIX text: <https://w3id.org/policygraph/text#> SELECT * { SERVICE <search> { ?x text:query '火星' } }"
    assert "X-SPARQL-Hint" not in ask(client, query).headers


def test_no_and_no_graph_have_a_hint_too(client: FlaskClient) -> None:
    assert "policy:Agency" in ask(client, "ASK { ?x a policy:Agencie }").headers["X-SPARQL-Hint"]
    made = ask(client, "CONSTRUCT WHERE { ?x a policy:Agencie }", "text/turtle")
    assert "policy:Agency" in made.headers["X-SPARQL-Hint"]


@pytest.mark.parametrize(("lang", "told"), [("en", "Do you mean policy:Agency"), ("zh", "是否指：policy:Agency")])
def test_the_page_gives_hints_in_its_language(client: FlaskClient, lang: str, told: str) -> None:
    asked = urlencode({"query": f"{PREFIXES} SELECT * WHERE {{ ?x a policy:agencY }}", "lang": lang})
    page = client.get(f"/sparql?{asked}", headers={"Accept": "text/html"}).text
    assert told in page
    assert 'href="/model' in page


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("SELECT ?x WHERE { ?x a policy:Agency } LIMIT 2 ORDER BY ?x", "ORDER BY … LIMIT"),
        ("SELECT ?a (COUNT(?m) AS ?n) WHERE { ?m policy:agency ?a }", "Write GROUP BY ?a"),
        ("SELECT ?a ?b (COUNT(?m) AS ?n) WHERE { ?m policy:agency ?a ; eli:number ?b } GROUP BY ?a", "Add ?b to GROUP BY"),
        ("SELECT ?a (SUM(?n)) WHERE { ?a eli:number ?n } GROUP BY ?a", "write AS and a variable"),
        ("SELECT ?x WHERE { ?x a policy：Agency }", "fullwidth colon: write :"),
        ("SELECT x WHERE { ?x a policy:Agency }", "?x"), ("SELECT ?x WHERE { ?x a Agency }", "policy:Agency"),
        ("SELECT ?x WHERE { ?x a policy:Theme, skos:notation ?n }", "write ; for the , before skos:notation"),
        ('SELECT ?x WHERE { ?x schema:text ?t FILTER (?t LIKE "%x%") }', "CONTAINS"),
        ("SHOW TABLES", "begins with PREFIX, SELECT"),
        ("SELECT TOP 3 ?x WHERE { ?x a policy:Agency }", "LIMIT"),
        ("SELECT (LENGTH(?t) AS ?n) WHERE { ?x schema:text ?t }", "write STRLEN"),
        ("SELECT ?x WHERE { ?x a policy:Agency } WHERE { ?x a policy:Theme }", "one WHERE"),
    ],
)  # fmt: skip # entries side by side
def test_a_beginners_error_is_told_with_what_to_do(client: FlaskClient, query: str, told: str) -> None:
    response = ask(client, query)
    assert response.status_code == 400
    assert told in response.get_json()["detail"]
    assert response.get_json()["line"] == PREFIXES.count("\n") + 1


@pytest.mark.parametrize(
    "written", ['"commerce"@en-GB, """a\nb"""', '"commerce"@en-GB, <http://a/' + "a" * 3000 + ">", '"a\\r\\nX: y"']
)
def test_a_hint_is_one_line_of_a_length_that_proxies_take(client: FlaskClient, written: str) -> None:
    response = ask(client, f"SELECT * WHERE {{ ?x policy:missing ?y ; skos:prefLabel {written} }}")
    assert response.status_code == 200
    assert len(response.headers["X-SPARQL-Hint"]) < 1010


def test_no_more_is_asked_for_a_hint_than_it_is_worth() -> None:
    asked = []

    class Counted:
        def select(self, query: str) -> list[object]:
            asked.append(query)
            return []

    texts = " , ".join(f'"{number}"' for number in range(400))
    found = hints(f"SELECT * WHERE {{ ?x <http://a/b> {texts} }}", Counted(), Iris())  # type: ignore[arg-type]
    assert 0 < len(asked) <= 40
    assert found
    assert hints("ASK { " + "?x a <http://a/b> . " * 1000 + "}", Counted(), Iris()) == ()  # type: ignore[arg-type]
