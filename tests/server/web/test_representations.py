"""Negotiation: one pure function over one table."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.web.representations import (
    ALL,
    COMPARISON,
    CSV,
    DATA,
    DESCRIPTION,
    GRAPH,
    HTML,
    JSON,
    JSON_LD,
    LIST,
    N_QUADS,
    N_TRIPLES,
    PROBLEMS,
    RDF_XML,
    RESULTS,
    RESULTS_JSON,
    RESULTS_XML,
    THING,
    TURTLE,
    WHOLE,
    NotAcceptable,
    Offers,
    Representation,
    _negotiate,
    known,
    negotiate,
)
from server.web.responses import takes_gzip

SERVER = Path(__file__).parents[3] / "server"
ALL_OFFERS = [RESULTS, GRAPH, DATA, THING, LIST, WHOLE, COMPARISON, DESCRIPTION, PROBLEMS]
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "offers", "expected"),
    [
        (None, THING, HTML),
        ("", DATA, TURTLE),
        ("*/*", DATA, TURTLE),
        (BROWSER, THING, HTML),
        (BROWSER, RESULTS, HTML),
        ("text/turtle;q=0.3, application/ld+json;q=0.7", THING, JSON_LD),
        (";;;, ,", THING, HTML),
        ("application/rdf+xml, */*;q=0.1", THING, RDF_XML),
        ("text/*", THING, HTML),
        ("text/*;q=0.5, text/html;q=0.1", THING, TURTLE),
        ("application/*", RESULTS, RESULTS_JSON),
        ("application/json", GRAPH, JSON_LD),
        ("application/xml", RESULTS, RESULTS_XML),
        ("TEXT/TURTLE; charset=UTF-8 ; Q=1.0", THING, TURTLE),
        ("text/html;q=0, */*", THING, TURTLE),
        ("*", DATA, TURTLE),
        ("text/turtle;q=nan, application/ld+json;q=0.1", DATA, JSON_LD),
        ("text/turtle;q=, application/ld+json;q=0.1", DATA, JSON_LD),
        ("application/ld+json;q=5, text/turtle", DATA, TURTLE),
        (",,;;,text/turtle", DATA, TURTLE),
        ("application/ld+json, text/turtle;q=1", DATA, TURTLE),
        ("*, application/ld+json;q=1", DATA, JSON_LD),
        ("nonsense, application/ld+json;q=0.1", DATA, JSON_LD),
        ("text/turtle;q=0.5=1, application/ld+json;q=0.1", DATA, JSON_LD),
        ("application/ld+json, application/*, */*", DATA, JSON_LD),
        ("application/*, */*", DATA, JSON_LD),
        (f"image/png;of={'x' * 600}, application/ld+json", DATA, JSON_LD),
    ],
)
def test_the_client_gets_what_it_likes_best_of_what_there_is(
    accept: str | None, offers: Offers, expected: Representation
) -> None:
    assert negotiate(accept, offers) is expected


def test_a_header_is_kept_only_up_to_a_usual_length() -> None:
    _negotiate.cache_clear()
    for length in (100, 600, 700):
        assert negotiate(f"image/png;of={'x' * length}, text/turtle", DATA) is TURTLE
        assert negotiate("text/html", THING, f"ttl{' ' * length}") is TURTLE
        with pytest.raises(NotAcceptable):
            negotiate(f"image/png;of={'x' * length}", DATA)
    assert _negotiate.cache_info().currsize == 2


def test_a_format_in_the_address_goes_before_the_header() -> None:
    assert negotiate(BROWSER, THING, "ttl") is TURTLE
    assert negotiate("text/html", THING, "application/ld+json") is JSON_LD
    assert negotiate("text/html", RESULTS, "JSON") is RESULTS_JSON
    assert negotiate(None, (JSON_LD, JSON), "json") is JSON  # its own name goes before a further one of another


@pytest.mark.parametrize("accept", ["image/png", "text/html;q=0, text/turtle;q=0", "application/*;q=0.0"])
def test_what_is_not_there_is_not_acceptable_and_the_error_names_what_is(accept: str) -> None:
    with pytest.raises(NotAcceptable, match="text/turtle") as raised:
        negotiate(accept, (HTML, TURTLE))
    assert (raised.value.asked, raised.value.offers) == (accept, (HTML, TURTLE))


def test_a_format_that_does_not_fit_what_is_asked_is_not_acceptable() -> None:
    for wanted in ("ttl", "n3", "application/rdf+xml"):
        with pytest.raises(NotAcceptable):
            negotiate("*/*", RESULTS, wanted)


@pytest.mark.parametrize(
    ("wanted", "table", "graph"),
    [
        ("xml", RESULTS_XML, RDF_XML), ("XML ", RESULTS_XML, RDF_XML), ("json", RESULTS_JSON, JSON_LD),
        ("srj", RESULTS_JSON, None), ("srx", RESULTS_XML, None), ("sparql-results json", RESULTS_JSON, None),
        ("rdf+xml", None, RDF_XML), ("pretty-xml", None, RDF_XML), ("n3", None, TURTLE), ("text/n3", None, TURTLE),
        ("turtle", None, TURTLE), ("ntriples", None, N_TRIPLES), ("json-ld", None, JSON_LD), ("ld+json", None, JSON_LD),
        ("Application/SPARQL-Results+XML", RESULTS_XML, None), ("csv", CSV, None), ("nquads", None, N_QUADS),
    ],
)  # fmt: skip # entries side by side
def test_names_that_clients_use_stand_for_what_fits_the_query(
    wanted: str, table: Representation | None, graph: Representation | None
) -> None:
    for offers, expected in ((RESULTS, table), (GRAPH, graph)):
        if expected:
            assert negotiate("image/png", offers, wanted) is expected
        else:
            with pytest.raises(NotAcceptable):
                negotiate(None, offers, wanted)


@pytest.mark.parametrize("wanted", ["auto", "application/x-binary-rdf-results-table", "", " ", "表格", "*/*"])
def test_a_format_of_another_server_is_not_known(wanted: str) -> None:
    assert not known(wanted)


@pytest.mark.parametrize("offers", ALL_OFFERS)
def test_a_name_stands_for_one_representation_of_those_offered(offers: Offers) -> None:
    owners = [(name, each) for each in offers for name in {each.suffix, each.label.lower(), *each.names}]
    assert len({name for name, _ in owners}) == len(owners)


@given(st.text(max_size=60), st.sampled_from(ALL_OFFERS))
def test_any_header_brings_something_that_is_offered_or_not_acceptable(accept: str, offers: Offers) -> None:
    try:
        assert negotiate(accept, offers) in offers
    except NotAcceptable:
        return


@pytest.mark.parametrize("offers", ALL_OFFERS)
def test_each_representation_that_is_offered_can_be_asked_for_by_its_media_type_and_by_its_suffix(
    offers: Offers,
) -> None:
    for each in offers:
        assert negotiate(each.media_type, offers) is each
        assert negotiate(None, offers, each.suffix) is each


def test_the_table_holds_every_representation_once() -> None:
    keys = [each.media_type for each in ALL]
    assert len(keys) == len(set(keys))
    assert {each for offers in ALL_OFFERS for each in offers} <= set(ALL)


def test_no_other_module_makes_a_representation() -> None:
    makers = [path.name for path in SERVER.rglob("*.py") if re.search(r"\bRepresentation\(\s*\"", path.read_text())]
    assert makers == ["representations.py"]


@pytest.mark.parametrize(
    ("codings", "takes"),
    [
        ("*", True),
        ("x-gzip", True),
        ("br, *;q=0.1", True),
        ("gzip;q=0, *", False),
        ("*;q=0", False),
        ("br", False),
        ("", False),
    ],
)
def test_gzip_may_be_called_by_its_old_name_or_by_none(codings: str, takes: bool) -> None:
    assert takes_gzip(codings) == takes
