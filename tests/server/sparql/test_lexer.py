"""What the lexer sees in a query, and that Oxigraph sees no SERVICE that the lexer does not."""

from __future__ import annotations

import itertools

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.release.store.interface import QueryDataset
from server.release.store.reading.binding import bind
from server.release.store.reading.dataset import named_in, prologue_of
from server.release.store.reading.lexer import UNREADABLE, QueryToken, read, scan, tokenize, undeclared_prefixes

HOST = "http://service.invalid/sparql"
GROUP = "{ ?s ?p ?o }"


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {{ SERVICE <{HOST}> {GROUP} }}",
        f"SELECT * {{ service<{HOST}>{GROUP} }}",
        f"SELECT * {{ SeRvIcE SILENT <{HOST}> {GROUP} }}",
        f"SELECT * {{ # a comment\rSERVICE # another\n <{HOST}> {GROUP} }}",
        f"SELECT * {{ ?s ?p '#' . SERVICE <{HOST}> {GROUP} }}",
        f"SELECT * {{ ?s <x#y> 1SERVICE <{HOST}> {GROUP} }}",
        f"SELECT * {{ FILTER(?a<?b) SERVICE <{HOST}> {GROUP} FILTER(?c>?d) }}",
        f"SELECT * {{ FILTER EXISTS {{ SERVICE <{HOST}> {GROUP} }} }}",
        f'SELECT * {{ ?s ?p """a"b""" . SERVICE <{HOST}> {GROUP} }}',
        f"SELECT * {{ \\u0053ERVICE <{HOST}> {GROUP} }}",
        "SELECT * { SERVICE <http:\\u002F/service.invalid/sparql> { ?s ?p ?o } }",
    ],
)
def test_a_service_is_seen_however_it_is_written(query: str) -> None:
    assert read(query).services == (HOST,)
    assert not read(query).repeatable


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {{ SERVICE ?where {GROUP} }}",
        f"SELECT * {{ SERVICE $where {GROUP} }}",
        f"PREFIX ex: <http://service.invalid/> SELECT * {{ SERVICE ex:sparql {GROUP} }}",
        f"PREFIX ex: <http://service.invalid/> SELECT * {{ SERVICEex:sparql {GROUP} }}",
        f"PREFIX ex: <{HOST}> PREFIX SERVICEex: <http://e/> SELECT * {{ SERVICEex: {GROUP} }}",
        f"SELECT * {{ SERVICESILENT <{HOST}> {GROUP} }}",
        f"SELECT * {{ ?s ?p trueSERVICE <{HOST}> {GROUP} }}",
    ],
)
def test_a_service_without_a_plain_address_is_unreadable(query: str) -> None:
    assert read(query).services == (UNREADABLE,)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { <http://example.org/SERVICE> ?p ?o }",
        'SELECT * { ?s ?p "SERVICE <http://x> {}" }',
        "SELECT * { ?s ?p '''it's a\nSERVICE <http://x> {''' }",
        "PREFIX service: <http://x/> SELECT * { service:SERVICE service:service ?service }",
        "PREFIX service: <http://x/> SELECT * { GRAPH service:graph { ?service a service:Service } }",
        "PREFIX service: <http://x/> DESCRIBE service:thing { ?s ?p ?o }",
        "SELECT ?SERVICE $service { ?SERVICE ?p $service # SERVICE <http://x> {}\n }",
        'SELECT * { ?s ?p "text"@service . _:service ?p ?o }',
    ],
)
def test_the_word_service_inside_something_else_is_no_service(query: str) -> None:
    assert read(query).services == ()


PIECES = (
    "SERVICE", "SILENT", "<http://127.0.0.1:1/x>", "e:x", "?v", "{", "}", "{?s ?p ?o}", "'", '"', "#", "\n", "\\'", "<", ">",
    ".", "true", "1", "SERVICEe:", "GRAPH", "a", "e:a\\#b", "FILTER(", ")", "'''", "@en", "_:b", "OPTIONAL", " ", "e:",
)  # fmt: skip # entries side by side


@settings(max_examples=3000, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=9))
def test_oxigraph_calls_no_service_that_the_lexer_has_not_seen(pieces: list[str]) -> None:
    body = "".join(pieces)
    query = f"PREFIX e: <http://127.0.0.1:1/> PREFIX SERVICEe: <http://127.0.0.1:1/> SELECT * {{ {body} }}"
    called = False
    try:
        bool(ox.Store().query(query.replace("SELECT *", "ASK", 1).replace("SILENT", "")))
    except SyntaxError:
        return
    except (OSError, RuntimeError):
        called = True
    assert not called or read(query).services


@pytest.mark.parametrize("function", ["NOW", "RAND", "UUID", "STRUUID", "BNODE"])
def test_a_volatile_function_makes_a_query_unrepeatable(function: str) -> None:
    assert not read(f"SELECT ({function}() AS ?x) {{}}").repeatable
    assert not read(f"SELECT ({function.lower()} # now\n () AS ?x) {{}}").repeatable
    assert not read(f"SELECT * {{ ?s ?p ?o FILTER{function}() }}").repeatable
    assert read(f'SELECT * {{ ?s <{function}()> "{function}()" }} # {function}()').repeatable
    assert read(f"SELECT ?{function} {{ ?{function} ?p ?o }}").repeatable


def test_blank_nodes_in_a_template_make_a_query_unrepeatable_and_elsewhere_do_not() -> None:
    assert not read("CONSTRUCT { _:b ?p ?o } WHERE { ?s ?p ?o }").repeatable
    assert not read("CONSTRUCT { ?s ?p [ a ?o ] } WHERE { ?s ?p ?o }").repeatable
    assert not read("CONSTRUCT WHERE { _:b ?p ?o }").repeatable
    assert read("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p [ a ?o ] FILTER(?o > 1) }").repeatable
    assert read("SELECT * { [] ?p _:b }").repeatable


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("# SELECT\nPREFIX select: <ASK> BASE <http://x/CONSTRUCT>ask{}", "ASK"),
        ("PREFIX a:<http://x/>SELECT*{}", "SELECT"),
        ("SELECTDISTINCT ?x { ?x ?p ?o }", "SELECT"),
        ("describe<http://x/>", "DESCRIBE"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "CONSTRUCT"),
        ("CLEAR ALL", None),
        ("", None),
    ],
)
def test_the_form_of_a_query_is_its_first_keyword_after_the_prologue(query: str, form: str | None) -> None:
    assert read(query).form == form


def test_an_update_is_told_from_a_query() -> None:
    assert read("PREFIX x: <http://x/> insert data { x:a x:b x:c }").update == "INSERT"
    assert read("SELECT ?insert { ?insert ?p ?o }").update is None


def test_from_is_seen_where_it_is_a_keyword() -> None:
    assert read("ASK FROM <http://x> {}").names_dataset
    assert read("ASKFROM<http://x>{}").names_dataset
    assert not read("SELECT ?from { ?from <FROM> 'FROM' } # FROM <http://x>").names_dataset


def test_the_graphs_of_from_are_resolved_against_prefixes_and_base() -> None:
    query = (
        "BASE <http://b/d/> PREFIX p: <q#> SELECT * FROM <../a> FROM p:x\\,y FROM NAMED <http://c> FROM NAMED p:z { }"
    )
    assert named_in(query, "http://other/") == QueryDataset(
        default=("http://b/a", "http://b/d/q#x,y"), named=("http://c", "http://b/d/q#z")
    )


@pytest.mark.parametrize(
    ("query", "default", "named"),
    [
        ("SELECT * FROM <g> {}", ("http://host/sparql/g",), ()),
        ("BASE <http://x/a/> SELECT * FROM NAMED <g> FROM <../h> {}", ("http://x/h",), ("http://x/a/g",)),
        ("BASE <http://x/> BASE <y/> ASK FROM <g> {}", ("http://x/y/g",), ()),
        ("PREFIX e: <http://x/> ASK FROM e:a:b FROM e:c {}", ("http://x/a:b", "http://x/c"), ()),
        (
            "PREFIX e: <http://x/> ASK FROM NAMED e:a FROM e:b FROM NAMED <http://x/c#> {}",
            ("http://x/b",),
            ("http://x/a", "http://x/c#"),
        ),
        ("ASK { ?s ?p ?o } FROM <http://late/>", (), ()),
        ("ASK { FROM <http://inside/> }", (), ()),
        ("ASK FROM", (), ()),
        ("BASE", (), ()),
        ("PREFIX e:", (), ()),
    ],
)
def test_a_dataset_is_what_stands_before_the_first_brace_resolved_as_far_as_it_can_be(
    query: str, default: tuple[str, ...], named: tuple[str, ...]
) -> None:
    assert named_in(query, "http://host/sparql/") == QueryDataset(default=default, named=named)


@pytest.mark.parametrize(
    ("query", "repeatable"),
    [
        ("CONSTRUCT { ?s ?p [] } WHERE { ?s ?p ?o }", False),
        ("CONSTRUCT { ?s ?p ( 1 2 ) } WHERE { ?s ?p ?o }", False),
        ("CONSTRUCT { ?s ?p _:b } WHERE { ?s ?p ?o }", False),
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p [] . [] ?p _:b }", True),
        ("CONSTRUCT WHERE { ?s ?p ?o }", True),
        ("CONSTRUCT { } WHERE { ?s ?p ( 1 ) }", True),
        ("PREFIX e: <http://x/> CONSTRUCT { ?s e:p 'a [ ( {' } WHERE { ?s ?p ?o }", True),
    ],
)
def test_only_blank_nodes_of_the_template_make_a_construct_another_each_time(query: str, repeatable: bool) -> None:
    assert read(query).repeatable is repeatable


@pytest.mark.parametrize(
    ("query", "tokens"),
    [
        ("\"a\" 'b'", [("string", '"a"'), ("string", "'b'")]),
        ("'' '''a'b''c'''", [("string", "''"), ("string", "'''a'b''c'''")]),
        ("''''a''''", [("string", "''''a'''"), ("mark", "'")]),
        ("'a\n'b'", [("mark", "'"), ("word", "A"), ("string", "'b'")]),
        ("'''a 'b' \"c\"", [("string", "''"), ("string", "'a '"), ("word", "B"), ("mark", "'"), ("string", '"c"')]),
        (r"'a\'b' c", [("string", r"'a\'b'"), ("word", "C")]),
        ("_:b.c: d", [("blank", "_:b.c"), ("name", ":"), ("word", "D")]),
        ("a.b:c.d. e:f:g", [("name", "a.b:c.d"), ("mark", "."), ("name", "e:f:g")]),
        ("a: b", [("name", "a:"), ("word", "B")]),
        ("a b:c", [("word", "A"), ("name", "b:c")]),
    ],
)
def test_strings_and_names_end_where_the_grammar_says(query: str, tokens: list[tuple[str, str]]) -> None:
    assert list(tokenize(query)) == tokens
    assert "".join(query[start:end] for _, start, end in scan(query)) == query


def test_a_prefix_is_what_stands_before_the_first_colon() -> None:
    assert undeclared_prefixes("SELECT * { ?s a:b:c 1 }") == ("a",)
    assert undeclared_prefixes("PREFIX a: <http://a/> SELECT * { ?s a:b:c 1 }") == ()


def test_what_a_prologue_declares_holds_in_the_body() -> None:
    query = "BASE <http://b/x/> PREFIX a: <c#> PREFIX : <http://d/> PREFIX no <http://f/> PREFIX e: g SELECT * { }"
    prologue = prologue_of(query, "http://g/")
    assert (prologue.base, prologue.prefixes) == ("http://b/x/", {"a": "http://b/x/c#", "": "http://d/"})
    assert prologue.resolve(QueryToken("name", r"a:b\-c")) == "http://b/x/c#b-c"
    assert prologue.resolve(QueryToken("word", "a:b")) is None
    assert prologue.resolve(QueryToken("iri", "<../y#>")) == "http://b/y#"
    assert prologue_of("PREFIX", "http://g/").prefixes == prologue_of("", "http://g/").prefixes == {}


def test_prefixes_that_are_not_declared_are_named_once() -> None:
    query = "PREFIX a: <http://a/> SELECT * { ?s a:p b:x ; c:q b:y, 'd:z', <e:z> }"
    assert undeclared_prefixes(query) == ("b", "c")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * WHERE { |?s ?p '{' }",
        "# { \nSELECT ?s FROM <http://x/{> WHERE\n{ |{ ?s ?p ?o } }".replace("<http://x/{>", "<http://x/>"),
        "CONSTRUCT { ?s ?p ?o } WHERE { |?s ?p ?o }",
        "CONSTRUCT { ?s ?p ?o } { |?s ?p ?o }",
        "CONSTRUCT WHERE { |?s ?p ?o }",
        "ASK { |?s ?p ?o }",
    ],
)
def test_bindings_stand_at_the_start_of_the_where_clause(query: str) -> None:
    text, at = query.replace("|", ""), query.index("|")
    assert bind(text, {"s": ox.NamedNode("http://e/")}).partition("\nVALUES")[0].rstrip() == text[:at].rstrip()


def test_a_query_without_a_where_clause_has_no_place_for_bindings() -> None:
    with pytest.raises(ValueError, match="WHERE"):
        bind("DESCRIBE <http://x/>", {"s": ox.NamedNode("http://e/")})


def test_any_text_is_read_without_error() -> None:
    for pieces in itertools.permutations(["'", "<", "\\u00", "{", '"""'], 3):
        assert read("SELECT " + "".join(pieces)).form == "SELECT"
