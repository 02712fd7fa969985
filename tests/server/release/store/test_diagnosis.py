"""Where a query breaks, at which word, and what may mend it: what a person would point at, in queries that people write."""

from __future__ import annotations

import pytest

from ontology.iris import Iris
from server.release.store.reading.diagnosis import diagnose
from server.words.prefixes import prefixes

PREFIXES = "PREFIX dct: <http://purl.org/dc/terms/>\nPREFIX policy: <https://w3id.org/policygraph/def#>\n"
NUMBERED = PREFIXES.count("\n")


def found(query: str) -> tuple[str, str, str]:
    """Return the rest of the line from the place that is blamed, the reason, and the hint."""
    told = diagnose(query, "http://b/", prefixes(Iris()))
    assert told
    if told.line is None or told.column is None:
        return "", told.reason, told.hint
    return query.split("\n")[told.line - 1][told.column - 1 :], told.reason, told.hint


@pytest.mark.parametrize(
    ("query", "rest", "hint"),
    [
        ("SELECT ?m { ?m a policy:Measure ?m dct:title ?t }", "?m dct:title ?t }", ". is missing before it"),
        (
            "SELECT ?m {\n  ?m dct:title ?t\n  # Titel\n  ?m a policy:Measure .\n}",
            "?m a policy:Measure .",
            ". is missing",
        ),
        ('ASK { ?m dct:title "x"@zh <http://e/s> ?p ?o }', "<http://e/s> ?p ?o }", ". is missing before it"),
        ("SELECT ?m WHERE { ?m ?p ?o ORDER BY ?m", "ORDER BY ?m", "} is missing before it"),
        ("SELECT ?m WHERE { ?m ?p ?o FILTER(?o > 3 }", "}", ") is missing before it"),
        ("SELECT ?m WHERE { ?m ?p ?o } GROUP ?m", "?m", "BY is missing before it"),
        ("SELECT ?m WHERE { OPTIONAL ?m ?p ?o }", "?m ?p ?o }", "{ is missing before it"),
        ("SELECT ?m WHERE { ?m dct:title }", "}", "Before it, a variable"),
        ("SELECT ?a, ?b WHERE { ?a ?b ?c }", ", ?b WHERE { ?a ?b ?c }", "Leave it out"),
        ("SELECT ?a WHERE { ?a ?b ?c } }", "}", "Leave it out"),
        ("SELECT ?a WHERE { ?a ?b ?c FILTER(?c == 2) }", "= 2) }", "Leave it out"),
        ("SELECT ?a WHERE { ?a ?b ?c FILTER(?c > 1 or ?c < 0) }", "or ?c < 0) }", "Do you mean ||?"),
        ("SLECT ?a WHERE { ?a ?b ?c }", "SLECT ?a WHERE { ?a ?b ?c }", "Do you mean SELECT?"),
        ("SELECT ?a WEHRE { ?a ?b ?c }", "WEHRE { ?a ?b ?c }", "Do you mean WHERE?"),
        ("CONSTRCUT { ?a ?b ?c } WHERE { ?a ?b ?c }", "CONSTRCUT", "Do you mean CONSTRUCT?"),
        ("SELECT ?a { ?a ?b ?c . OPTINAL { ?a ?d ?e } }", "OPTINAL", "Do you mean OPTIONAL?"),
        ("SELECT ?a { ?a ?b ?c } ODER BY ?a", "ODER BY ?a", "Do you mean ORDER?"),
        (
            "SELECT ?a { ?a ?b ?c . FILTER（?c = 1) }",
            "（?c = 1) }",
            "It is U+FF08, fullwidth left parenthesis: write (",
        ),
        ("SELECT ?a { ?a ?b ？c }", "？c }", "It is U+FF1F, fullwidth question mark: write ?"),
        ("SELECT ?a ｛ ?a ?b ?c }", "｛ ?a ?b ?c }", "write {"),
        ("SELECT ?a { ?a ?b 1 ；?c 2 }", "；?c 2 }", "write ;"),
        ("SELECT ?a { ?a ?b “养老” }", "“养老” }", 'left double quotation mark: write "'),
        ("SELECT ?a { ?a ?b ‘养老’ }", "‘养老’ }", "left single quotation mark: write '"),
        ("SELECT ?a { ?a ?b 1。 }", "。 }", "ideographic full stop: write ."),
        ("SELECT ?a\u3000{ ?a ?b ?c }", "\u3000{ ?a ?b ?c }", "ideographic space: write an ordinary space"),
        ("SELECT ?a { ?a\u00a0?b ?c }", "\u00a0?b ?c }", "no-break space: write an ordinary space"),
        ("\u200bSELECT ?a { ?a ?b ?c }", "\u200bSELECT ?a { ?a ?b ?c }", "zero width space: take it away"),
        ("SELECT ?a { ?a ?b <http://e/two words> }", "<http://e/two words> }", "An IRI stands between < and >"),
        ("SELECT ?a { ?a ?b ?c FILTER regex(?c, '\\d+') }", "'\\d+') }", "a backslash is written twice"),
        ("SELECT (total(?a) AS ?n) { ?a ?b ?c }", "total(?a) AS ?n) { ?a ?b ?c }", "SPARQL has no function total"),
        ("SELECT ?a { ?a ?b 'offen }", "'offen }", ""),
        ("SELECT ?a { ?a ?b ?c } LIMIT zehn", "zehn", ""),
        ("SELECT ?a { ?a ?b", "", "Not closed: {"),
    ],
)
def test_the_place_is_that_of_the_word_to_blame_and_a_hint_mends_it(query: str, rest: str, hint: str) -> None:
    for text in (query, PREFIXES + query) if "dct:" not in query and "policy:" not in query else (PREFIXES + query,):
        at, _, told = found(text)
        assert at.startswith(rest)
        assert rest or not at
        assert hint in told
        assert hint or not told


def test_every_prefix_that_is_not_declared_is_named_and_no_other() -> None:
    rest, reason, hint = found("PREFIX a: <http://a/>\nSELECT ?x { ?x a:b ?y ; skos:notation ?n ; nil:q 'not:this' }")
    assert (rest.split()[0], reason) == ("skos:notation", "the prefix is not declared")
    assert hint == "Not declared: skos:, nil:. Add PREFIX skos: <http://www.w3.org/2004/02/skos/core#>"


@pytest.mark.parametrize(
    "query",
    [
        "PREFIX a: <http://a/> SELECT ?x { ?x a:b ?y ?x a:c ?z }",
        "SELECT ?x { ?x ?p ?y } LIMT 3 # later:on",
        "SELECT ?x { ?x ?p 'a:b' ?x ?q <urn:x:y> }",
    ],
)
def test_a_prefix_is_not_blamed_for_another_mistake(query: str) -> None:
    assert "eclared" not in "".join(found(query))


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("SELECT ?a (COUNT(?b) AS ?n) { ?a ?p ?b }", "GROUP BY"),
        ("SELECT (1 AS ?a) { BIND(2 AS ?a) }", "a variable that has one already"),
        ("SELECT * { ?a ?b ?c BIND(2 AS ?c) }", "?c has a value already"),
        ("", "there is no query"),
        ("# only a comment", "there is no query"),
    ],
)
def test_a_rule_that_a_whole_query_breaks_is_told(query: str, reason: str) -> None:
    assert reason in found(query)[1]


def test_what_the_engine_reads_has_no_diagnosis() -> None:
    assert diagnose("SELECT * { ?s ?p ?o }", "http://b/", {}) is None


def test_the_place_is_counted_in_lines_and_characters() -> None:
    told = diagnose("SELECT ?单位 {\n\n  ?单位 ?p '市商务局'\n ?单位 ?q 1 }", "http://b/", {})
    assert told
    assert (told.line, told.column) == (4, 2)
