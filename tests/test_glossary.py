"""One name, one thing, in both languages: the labels of the ontology are the words, everywhere."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import RDFS, Graph, Literal, URIRef
from rdflib.namespace import SH

from ontology.iris import Iris
from shapes import library

ROOT = Path(__file__).parents[1]
OTHER_WORDS = ("措施", "实施方案", "机构", "国家要求引文", "责任部门", "标准文本")
"""What texts of ours never call a measure, a plan, an agency, a quoted requirement or the canonical text."""
ELSEWHERE = ("政府机构词干", "党委机构词干", "党委办事机构", "科研机构", "标准化机构", "超国家机构")
"""Where such a word names something else: the parts of official names, kinds of publisher as the EU names them."""


KINDS = {
    "measure": "Measure", "plan": "ImplementationPlan", "known-plan": "KnownPlan",
    "national": "NationalOpinion", "requirement": "Requirement",
    "quotation": "QuotedRequirement", "point": "Point", "part": "Part", "theme": "Theme", "agency": "Agency",
    "group": "AgencyGroup", "jurisdiction": "Jurisdiction", "function": "Function", "responsibility": "Responsibility",
    "target": "Target", "parameter": "Parameter", "citation": "Citation", "signature": "Signature", "cited": "CitedDocument",
    "passage": "Passage", "source": "SourceDocument", "canonical": "CanonicalText", "extraction": "Extraction",
}  # fmt: skip # entries side by side
"""The kinds of thing that pages name, and their classes."""


def labels() -> Graph:
    return Graph().parse(ROOT / "ontology" / "policy.ttl")


def test_a_page_calls_a_kind_what_its_class_is_called() -> None:
    words = tomllib.loads((ROOT / "server/words/words.toml").read_text("utf-8"))["kind"]
    ontology = labels()
    classes = {str(each).rpartition("#")[2]: each for each in ontology.subjects(RDFS.label)}
    told = {kind: {tag: words[kind][tag].lower() for tag in ("zh", "en")} for kind in KINDS}
    called = {
        kind: {
            label.language: str(label)
            for label in ontology.objects(classes[name], RDFS.label)
            if isinstance(label, Literal)
        }
        for kind, name in KINDS.items()
    }
    assert told == called


def test_a_shape_is_called_what_its_class_is_called() -> None:
    ontology, shapes = labels(), library.load(Iris())
    called = {
        str(name): (set(ontology.objects(name, RDFS.label)), set(shapes.objects(shape, SH.name)))
        for shape, name in shapes.subject_objects(SH.targetClass)
        if isinstance(name, URIRef) and (name, RDFS.label, None) in ontology and (shape, SH.name, None) in shapes
    }
    assert len(called) > 15
    assert {name: both for name, both in called.items() if both[0] != both[1]} == {}


def texts() -> Iterator[tuple[str, str]]:
    """Yield every text of ours in Chinese: words of pages, catalogue, cube and coverage, and messages of shapes."""
    for folder in ("server", "mapping"):
        for path in sorted((ROOT / folder).rglob("*.toml")):
            if "vendor" not in path.parts and "parsers" not in path.parts and "layout" not in path.parts:
                yield from ((path.name, text) for text in _zh(tomllib.loads(path.read_text("utf-8"))))
    for path in sorted((ROOT / "shapes").glob("*.ttl")):
        yield from ((path.name, text) for text in re.findall(r'"([^"]*)"@zh', path.read_text("utf-8")))


def _zh(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from [inner] if key == "zh" and isinstance(inner, str) else _zh(inner)


@pytest.mark.parametrize("word", OTHER_WORDS)
def test_no_text_of_ours_uses_another_word(word: str) -> None:
    found = [(name, text) for name, text in texts() if word in text and not any(each in text for each in ELSEWHERE)]
    assert found == []
