"""What is cleared without pyshacl conforms; and nearly everything that conforms is cleared."""

from __future__ import annotations

from collections.abc import Set

import pyoxigraph as ox
import pytest
from rdflib import Graph
from rdflib.namespace import SH

from ontology.iris import Iris
from shapes import library
from shapes.clearing.clearing import Clearing
from shapes.clearing.data import Data, Term
from shapes.validation import validate_against
from tests.shapes.minimal_pairs import VALID

HEAD = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix : <urn:x:> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
SHAPE = "{HEAD} :Shape a sh:PropertyShape ; sh:targetClass :C ; sh:path {path} ; {constraint} . {more}"
VALUES = (
    '"1"^^xsd:integer', '"007"^^xsd:integer', '"+7"^^xsd:integer', '"-7"^^xsd:integer', '"٣"^^xsd:integer',
    '"1.5"^^xsd:integer', '""^^xsd:integer', '"5.0"^^xsd:decimal', '"5.0E-1"^^xsd:decimal',
    '".5"^^xsd:decimal', '"1"^^xsd:decimal', '"-0.0"^^xsd:decimal', '"1"^^xsd:double',
    '"true"^^xsd:boolean', '"TRUE"^^xsd:boolean', '"1"^^xsd:boolean', '"2020-02-29"^^xsd:date', '"2021-02-29"^^xsd:date',
    '"20200229"^^xsd:date', '"2020-2-9"^^xsd:date', '"2020-02-29Z"^^xsd:date', '"0000-01-01"^^xsd:date', '"2020"^^xsd:gYear',
    '"20"^^xsd:gYear', '"0000"^^xsd:gYear', '"ab"^^xsd:hexBinary', '"AB"^^xsd:hexBinary', '"abc"^^xsd:hexBinary', '"x"',
    '"字"@zh', '"word"@en', '"word"@en-gb', '"字"@zh, "词"@zh', '"字"@zh, "word"@en', '"1", "2"', '"a\\nb"', ":it",
    ":it, :other", "<http://e/x>", "[]", '"1"^^xsd:integer, "01"^^xsd:integer', '"2020"^^:unheard-of',
)  # fmt: skip # entries side by side
CONSTRAINTS = (
    *(f"sh:datatype xsd:{name}" for name in ("string", "integer", "decimal", "boolean")),
    *(f"sh:datatype xsd:{name}" for name in ("date", "gYear", "hexBinary", "double")),
    "sh:minInclusive 1", "sh:maxInclusive 0.5", "sh:minExclusive 0", 'sh:languageIn ( "zh" "en" )', "sh:uniqueLang true",
    "sh:minCount 1", "sh:minCount 2", "sh:maxCount 1", "sh:nodeKind sh:IRI", "sh:nodeKind sh:Literal", "sh:in ( :it 1 )",
    "sh:in ( :it :other )", "sh:hasValue :it", "sh:hasValue 1", 'sh:pattern "^[0-9]+$"', 'sh:pattern "^x" ; sh:flags "i"',
    "sh:minLength 2", "sh:maxLength 1", "sh:class :D", "sh:equals :same", "sh:disjoint :same", "sh:or ( :IsD :IsLong )",
    "sh:xone ( :IsD :IsLong )", "sh:not :IsD", "sh:not :HasX", "sh:node :IsD",
    "sh:qualifiedValueShape :IsD ; sh:qualifiedMinCount 1",
    "sh:qualifiedValueShape :IsD ; sh:qualifiedMinCount 2", "sh:qualifiedValueShape :IsD ; sh:qualifiedMaxCount 0",
)  # fmt: skip # entries side by side
MORE = """:HasX a sh:NodeShape ; sh:pattern '[x7]' .
:IsD a sh:NodeShape ; sh:class :D . :IsLong a sh:NodeShape ; sh:minLength 3 ."""
PATHS = (":p", "[ sh:inversePath :q ]", "( :r :p )", "[ sh:alternativePath ( :p :same ) ]")


def data() -> ox.Store:
    """Return a thing for each kind of value, and one without any."""
    lines = [HEAD, ":it a :D . :other a :E . :E rdfs:subClassOf :D . :none a :C ."]
    for number, value in enumerate(VALUES):
        lines.append(f":t{number} a :C ; :p {value} ; :same {value} ; :r :t{number} .")
        if value.startswith((":", "<")):
            lines.append("".join(f"{each} :q :t{number} . " for each in value.split(", ")))
    lines.append(':unequal a :C ; :p "x"@zh ; :same "x"@en ; :r :t0, :none .')
    store = ox.Store()
    store.load("\n".join(lines), ox.RdfFormat.TURTLE)
    return store


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return data()


def in_class(store: ox.Store, name: str) -> Set[Term]:
    return Data(store).instances(ox.NamedNode(name))


@pytest.mark.parametrize("path", PATHS)
def test_what_is_cleared_has_no_result_of_pyshacl(path: str, store: ox.Store, monkeypatch: pytest.MonkeyPatch) -> None:
    things, seen = in_class(store, "urn:x:C"), Data(store)
    cleared = 0
    for constraint in CONSTRAINTS:
        text = SHAPE.format(HEAD=HEAD, path=path, constraint=constraint, more=MORE)
        shapes = Graph().parse(data=text, format="turtle")
        (shape,) = shapes.subjects(SH.targetClass)
        doubtful = Clearing(shapes).doubtful(shape, things, seen)
        with monkeypatch.context() as patched:
            patched.setattr(Clearing, "doubtful", lambda _self, _shape, all_things, _seen: all_things)
            found = {result.focus for result in validate_against(shapes, store).results}
        assert found <= {getattr(each, "value", "") for each in doubtful}, constraint
        cleared += len(things - doubtful)
    assert cleared


def test_of_complete_data_nothing_is_left_to_pyshacl_but_what_no_check_knows() -> None:
    shapes, store = library.load(Iris()), ox.Store()
    store.load(path=VALID, format=ox.RdfFormat.TURTLE)
    clearing, seen = Clearing(shapes), Data(store)
    targeted = [(node, in_class(store, str(target))) for node, target in shapes.subject_objects(SH.targetClass)]
    assert sum(bool(things) for _, things in targeted) > 30
    assert {
        str(node).rpartition("/shape/")[2] for node, things in targeted if clearing.doubtful(node, things, seen)
    } == set()
