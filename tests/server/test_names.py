"""One namer, two sources: a thing is called the same by the graph and by the index."""

import pyoxigraph as ox
import pytest

from ontology.curies import Curies
from ontology.iris import Iris
from server.search_index.naming import Indexed
from server.search_index.opened import Named
from server.words.facts import Facts
from server.words.language import Language, Words
from server.words.names import CLASSES, Namer, NameSource, amount

CURIES = Curies(Iris())
THING = "http://localhost:8000/id/thing/1"


def facts(kind: str, **said: ox.Literal) -> Facts:
    named = {"label": "skos:prefLabel", "title": "dct:title", "number": "eli:number", "text": "schema:text"}
    of_class = next(each for each, name in CLASSES.items() if name == kind)
    subject = ox.NamedNode(THING)
    triples = [ox.Triple(subject, ox.NamedNode(CURIES.expand("rdf:type")), ox.NamedNode(CURIES.expand(of_class)))]
    triples += [ox.Triple(subject, ox.NamedNode(CURIES.expand(named[each])), value) for each, value in said.items()]
    return Facts(CURIES, triples)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("kind", "graph", "index"),
    [
        (
            "agency",
            {"label": ox.Literal("某市水务局", language="zh")},
            Named(id=THING, pref_label={"zh": "某市水务局"}),
        ),
        (
            "requirement",
            {"number": ox.Literal("3.2"), "text": ox.Literal("发展夜间经济。" * 20, language="zh")},
            Named(id=THING, number="3.2", text="发展夜间经济。" * 20),
        ),
        (
            "point",
            {"number": ox.Literal("03"), "title": ox.Literal("夜间经济", language="zh")},
            Named(id=THING, number="03", title={"zh": "夜间经济"}),
        ),
        ("function", {}, Named(id=THING)),
    ],
)
def test_the_graph_and_the_index_call_a_thing_the_same(
    kind: str, graph: dict[str, ox.Literal], index: Named, language: Language
) -> None:
    sources: tuple[NameSource, NameSource] = (facts(kind, **graph), Indexed(index, kind))
    one, other = (Namer(source, Words(language), CURIES).name(THING) for source in sources)
    assert one == other
    assert one.short.value


@pytest.mark.parametrize(
    ("value", "least", "most", "shown"),
    [("30", None, None, "30 个"), (None, "3", "6", "3–6 个"), (None, "3", None, "≥ 3 个"), (None, None, "6", "≤ 6 个")],
)
def test_a_quantity_is_written_in_one_way(value: str | None, least: str | None, most: str | None, shown: str) -> None:
    assert amount(value, least, most, "个") == shown
