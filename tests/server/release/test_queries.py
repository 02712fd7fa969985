"""Queries are edited in one place, and the lists that two of them share are the same."""

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from ontology.iris import Iris
from server.release import queries

SERVER = Path(queries.__file__).parents[2]
IRIS = Iris()


def found(pattern: str, text: str) -> str:
    match = re.search(pattern, text, re.DOTALL)
    assert match
    return match[1]


def test_a_page_begins_behind_the_ones_before_it() -> None:
    first, third = (queries.on_page("thing-links", IRIS, page) for page in (1, 3))
    limit = int(found(r"LIMIT (\d+) OFFSET 0\b", first))
    assert f"LIMIT {limit} OFFSET {2 * limit}" in third
    assert first == queries.load("thing-links", IRIS)


def test_what_is_written_into_a_query_is_an_iri_and_nothing_else() -> None:
    with pytest.raises(ValueError, match="IRI"):
        queries.about("compare-targets", IRIS, "plan", ["http://x> } DROP ALL #"])
    assert "VALUES ?plan { <http://x/a> <http://x/b> }" in queries.about(
        "compare-targets", IRIS, "plan", ["http://x/a", "http://x/b"]
    )


def test_no_other_module_edits_the_text_of_a_query() -> None:
    """Whoever loads a query asks it as it is; ``sparql/fulltext`` edits those of strangers."""
    edits = re.compile(r"queries\.load\([^\n]*\)\.(?:replace|format)|OFFSET \{|VALUES \?\w+ \{\{")
    modules = [path for path in SERVER.rglob("*.py") if "fulltext" not in path.parts]
    assert {path.parent.name for path in modules if edits.search(path.read_text("utf-8"))} == {"queries"}


@pytest.mark.parametrize("name", queries.names())
def test_every_query_is_read(name: str) -> None:
    assert isinstance(queries.load(name, IRIS), str)
    ox.Store().query(queries.load(name, IRIS))
