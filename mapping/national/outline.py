"""The outline of a national document: parts, their points, and the requirements of each, as its numerals say."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Literal

from mapping.blocks import Document, Paragraph, Place
from mapping.comparable import letters
from mapping.errors import LayoutError, Where
from mapping.findings import Finding
from mapping.national import sentences
from mapping.national.divisions import ARTICLE_RANK, ITEM_RANK, NumberedText, divisions

_IN_A_SENTENCE = re.compile(r"[。！？!?；;，,]")
_CAPTION = re.compile(r"(?:附?[表图]|专栏)\s*[\d一二三四五六七八九十]+[^。]{0,40}$")


@dataclass(frozen=True, slots=True)
class OutlinedPoint:
    """A point: ``printed`` is its numeral, ``requirements`` its sentences; ``is_whole_part`` where a part has no other."""

    number: int
    printed: str
    title: str
    requirements: tuple[str, ...]
    is_whole_part: bool = False


@dataclass(frozen=True, slots=True)
class OutlinedPart:
    """A part with its points; one that only says why and by which principles may have none."""

    number: int
    printed: str
    title: str
    points: tuple[OutlinedPoint, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """The parts of a document, and what of its text is in none of them."""

    parts: tuple[OutlinedPart, ...]
    findings: tuple[Finding, ...]

    @property
    def points(self) -> tuple[OutlinedPoint, ...]:
        """Every point, in order."""
        return tuple(point for part in self.parts for point in part.points)


@dataclass(slots=True)
class _Node:
    """A numeral with what stands below it."""

    head: NumberedText
    below: list[NumberedText] = field(default_factory=list)


def outline(document: Document, paragraphs: Sequence[Paragraph]) -> Outline:
    """Return the outline of a document's body.

    Raises:
        LayoutError: no numeral begins a part.
    """
    found = list(divisions(document, paragraphs))
    ranks = [one.rank for one in found if one.rank is not None]
    if not ranks or min(ranks) > ITEM_RANK:
        raise LayoutError(
            "no part and no point was found: nothing is numbered 第一章, 一、, （一） or 1",
            where=Where(document=document.name),
            advice="Write the numerals before the headings, as the printed document has them, and try again.",
        )
    reader = _Outliner(document)
    before, nodes = _nodes(found, min(ranks))
    nodes = reader.without_contents(nodes)
    reader.tell_preamble(before)
    drafts = [reader.part(at, node) for at, node in enumerate(nodes, 1)]
    reader.tell_gaps([node.head for node in nodes])
    return Outline(tuple(_numbered(drafts)), tuple(reader.findings))


def _nodes(found: Sequence[NumberedText], rank: int) -> tuple[list[NumberedText], list[_Node]]:
    """Return what stands before the first numeral of a rank, and each numeral of it with what stands below."""
    before: list[NumberedText] = []
    nodes: list[_Node] = []
    for one in found:
        if one.rank == rank:
            nodes.append(_Node(one))
        elif nodes:
            nodes[-1].below.append(one)
        else:
            before.append(one)
    return before, nodes


def _numbered(parts: Sequence[OutlinedPart]) -> Iterator[OutlinedPart]:
    """Number the points: as printed where the printed numbers only rise through the document, else in their order."""
    points = [point for part in parts for point in part.points]
    printed = [point.number for point in points]
    of_one_kind = len({point.is_whole_part for point in points}) == 1
    rises = of_one_kind and all(before < here for before, here in pairwise([0, *printed]))
    numbers = iter(printed if rises else range(1, len(points) + 1))
    for part in parts:
        yield replace(part, points=tuple(replace(point, number=next(numbers)) for point in part.points))


class _Outliner:
    """Reads parts and points, and keeps what belongs to no requirement."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.findings: list[Finding] = []

    def part(self, number: int, node: _Node) -> OutlinedPart:
        head = self._document.at(node.head.text)
        title = sentences.titled(head, has_more=bool(node.below))
        ranks = [one.rank for one in node.below if one.rank is not None]
        own = node.head.text.part(title.rest, len(head))
        if not ranks or (min(ranks) > ITEM_RANK):
            points = self._whole_part(node, title, own)
        else:
            between, nodes = _nodes(node.below, min(ranks))
            self._tell_between([NumberedText(own), *between], title.title)
            self.tell_gaps([one.head for one in nodes], title.title)
            points = tuple(self._point(one) for one in nodes)
        if title.is_cut:
            self._tell_cut(node.head, title.title)
        return OutlinedPart(number, node.head.printed, title.title, points)

    def _whole_part(self, node: _Node, title: sentences.Titled, own: Place) -> tuple[OutlinedPoint, ...]:
        texts = [NumberedText(own), *node.below]
        if is_general(title.title):
            self._tell_general(node.head, title.title, texts)
            return ()
        requirements = tuple(self._requirements(texts))
        return (OutlinedPoint(node.head.number, node.head.printed, title.title, requirements, is_whole_part=True),)

    def _point(self, node: _Node) -> OutlinedPoint:
        head = self._document.at(node.head.text)
        is_article = node.head.rank == ARTICLE_RANK
        title = sentences.titled(head, has_more=bool(node.below), is_article=is_article)
        texts = [NumberedText(node.head.text.part(title.rest, len(head))), *node.below]
        if title.is_cut:
            self._tell_cut(node.head, title.title)
        if is_general(title.title):
            self._tell_general(node.head, title.title, texts)
            return OutlinedPoint(node.head.number, node.head.printed, title.title, ())
        return OutlinedPoint(node.head.number, node.head.printed, title.title, tuple(self._requirements(texts)))

    def _requirements(self, texts: Sequence[NumberedText]) -> Iterator[str]:
        filled = [one for one in texts if self._document.at(one.text).strip()]
        for one in filled:
            text = self._document.at(one.text)
            if _CAPTION.match(text) or (one is not filled[-1] and not _IN_A_SENTENCE.search(text)):
                self._tell_subheading(one.text)
                continue
            for span in sentences.sentences(text, is_item=one.rank is not None):
                yield " ".join(text[span.start : span.end].split("\n"))

    def without_contents(self, nodes: list[_Node]) -> list[_Node]:
        """Return the parts without those of a table of contents: the first run of numbers, where it only has headings."""
        starts = [at for at, node in enumerate(nodes) if node.head.number == 1]
        if len(starts) < 2 or starts[0] != 0:
            return nodes
        first = nodes[: starts[1]]
        texts = [one.text for node in first for one in (node.head, *node.below)]
        if any("。" in self._document.at(place) for place in texts):
            return nodes
        self._tell("contents", "A table of contents was left out", "Nothing has to be done.", texts[0], is_doubt=False)
        return nodes[starts[1] :]

    def tell_gaps(self, heads: Sequence[NumberedText], title: str = "") -> None:
        """Tell numbers that are missing or stand twice, unless they begin anew: something may not have been read."""
        for before, here in pairwise(heads):
            if here.number not in (before.number + 1, 1):
                within = f" in “{title}”" if title else ""
                self._tell(
                    "number-gap",
                    f"{before.printed} is followed by {here.printed}{within}",
                    "Look in the printed document whether something is missing between them.",
                    here.text,
                )

    def tell_preamble(self, before: Sequence[NumberedText]) -> None:
        """Tell what stands before the first part."""
        texts = [one for one in before if self._document.at(one.text).strip()]
        if texts:
            self._tell(
                "before-the-parts",
                f"{_characters(self._document, texts)} characters before the first part were not read as requirements",
                "Look whether one is among them; it would be Turtle like the others.",
                texts[0].text,
                is_doubt=False,
            )

    def _tell_between(self, found: Sequence[NumberedText], title: str) -> None:
        texts = [one for one in found if letters(self._document.at(one.text))]
        if texts:
            self._tell(
                "above-the-points",
                f"{_characters(self._document, texts)} characters stand in “{title}” above its first point, as no requirement",
                "If they ask for something, add a requirement to the point that it belongs to.",
                texts[0].text,
                is_doubt=not is_general(title),
            )

    def _tell_general(self, head: NumberedText, title: str, texts: Sequence[NumberedText]) -> None:
        self._tell(
            "general",
            f"“{title}” says why and how, not what: its {_characters(self._document, texts)} characters are no requirement",
            "If it asks for something, as an aim with a number, add a requirement.",
            head.text,
            is_doubt=False,
        )

    def _tell_cut(self, head: NumberedText, title: str) -> None:
        self._tell(
            "no-title",
            f"{head.printed} has no title; its first words were taken for one: “{title}”",
            "Write a better title into the Turtle, with a skos:editorialNote that it is yours.",
            head.text,
        )

    def _tell_subheading(self, place: Place) -> None:
        self._tell(
            "subheading",
            f"“{self._document.at(place)[:40]}” is a heading inside a point, and so no requirement",
            "If it asks for something itself, add it as a requirement.",
            place,
            is_doubt=False,
        )

    def _tell(self, code: str, message: str, advice: str, place: Place, *, is_doubt: bool = True) -> None:
        text = self._document.at(place)[:60]
        severity: Literal["warning", "info"] = "warning" if is_doubt else "info"
        found = Finding(code=code, message=message, advice=advice, severity=severity, place=place, text=text)
        self.findings.append(found)


def is_general(title: str) -> bool:
    """Tell the heading of what a document says of its purpose and principles."""
    said = [word for word in re.split("[和与及、，]", title.strip()) if word]
    return bool(said) and all(letters(word) in words()["general"] for word in said)


@cache
def words() -> dict[str, list[str]]:
    """Return the words that national documents are read by."""
    read = tomllib.loads(files("mapping.national").joinpath("words.toml").read_text("utf-8"))
    return {"general": read["general"], **{f"about.{key}": value for key, value in read["about"].items()}}


def _characters(document: Document, texts: Sequence[NumberedText]) -> int:
    return sum(not character.isspace() for one in texts for character in document.at(one.text))
