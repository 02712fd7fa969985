"""Source documents to read: the canonical text as the file has it, tables as tables, and every measure a link.

The files themselves are served with their checksums below ``/dumps/document/``; what a publisher withholds, or what names
persons, is said here and not shown.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from http import HTTPStatus

import pyoxigraph as ox
from flask import Blueprint, Response, render_template, request

from ontology.curies import Curies
from ontology.iris import of_plan
from server.release import queries
from server.release.answering import reply_to_address as reply
from server.release.live import live, served
from server.things.pages.plans import downloads
from server.things.reader import Reader
from server.things.visit import Visit
from server.web import chrome
from server.web.numbers import page_number
from server.web.problems import Problem
from server.web.representations import HTML, negotiate
from server.words.addresses import Addresses
from server.words.labels import Text
from server.words.links import Link, Paging
from server.words.marks import Mark, Segment, segments

documents = Blueprint("documents", __name__)

PIECE = 9_000
"""How many characters a page shows, and then to the end of the line."""
WHOLE = "all"
"""The page that is the whole document, where it has at most :data:`MOST` characters."""
MOST = 60_000
_ENDS = re.compile(r"([\n\t])")
_LONGEST_LINE = 4000  # a line may be the whole document; it is cut then
_KINDS = {
    "policy:Measure": "measure",
}


@dataclass(frozen=True, slots=True)
class PassageShown:
    """A passage, and what was read from it."""

    passage: str
    start: int
    end: int
    thing: str
    kind: str


@documents.get("/documents/<plan>")
def read(plan: str) -> Response:
    """Answer with a document, or a piece of a long one: ``?page=`` counts pieces from 1 or is ``all``, ``?passage=36/measure``
    and ``?measure=36`` open where that stands.
    """
    negotiate(request.headers.get("Accept"), (HTML,))
    visit = _visit(plan)
    return reply(HTML, lambda: render_template("quality/document.html", visit=visit, **_shown(visit, plan)))


def _visit(plan: str) -> Visit:
    now = served()
    if now.plan(plan) is None:
        raise Problem.worded(HTTPStatus.NOT_FOUND, "plan", plan=plan)
    return Visit(
        thing=now.iris.absolute(of_plan("document", plan)),
        reader=Reader(now.store, now.iris, Curies(now.iris)),
        addresses=Addresses(now.iris, chrome.wish()),
        release=now,
        history=live().shelf.history,
        language=chrome.language(),
        wish=chrome.wish(),
    )


def _shown(visit: Visit, plan: str) -> dict[str, object]:
    text = visit.release.canonical_text(plan)
    visit.facts.merge(visit.reader.described(f"{visit.thing}/text"))
    visit.facts.merge(visit.reader.facts("statements", thing=f"{visit.thing}/checksum"))
    rights = visit.facts.things(visit.thing, "dct:accessRights")
    rights += visit.facts.things(f"{visit.thing}/text", "dct:accessRights")
    context: dict[str, object] = {
        "identifier": plan,
        "plan": Link(_page_of(visit, visit.addresses.iris.absolute(f"id/plan/{plan}")), _own(visit, "kind.plan")),
        "title": visit.text("dct:title"),
        "about": Link(_page_of(visit, visit.thing), _own(visit, "document.about")),
        "access": [(visit.link(each), _definition(visit, each)) for each in dict.fromkeys(rights)],
        "downloads": [each for each in downloads(visit, plan) if each[2].path.startswith("dumps/document/")],
        "checksum": visit.facts.string(f"{visit.thing}/checksum", "spdx:checksumValue"),
        "segments": None,
    }
    return context if text is None else context | _piece(visit, plan, text)


def _definition(visit: Visit, concept: str) -> object:
    found = visit.reader.facts("statements", thing=concept)
    return found.text(concept, visit.language, "skos:definition")


@functools.lru_cache(maxsize=64)
def pieces(text: str, size: int) -> tuple[int, ...]:
    """Return where the pieces of a text begin that have ``size`` characters, and then go on to the end of the line."""
    starts, at = [0], size
    while at < len(text):
        line_end = text.find("\n", at, at + _LONGEST_LINE)
        at = line_end + 1 if line_end >= 0 else at
        if at < len(text):
            starts.append(at)
        at += size
    return tuple(starts)


def _piece(visit: Visit, plan: str, text: str) -> dict[str, object]:
    fits = len(text) <= MOST
    whole = fits and request.args.get("page") == WHOLE
    starts = (0,) if whole else pieces(text, PIECE)
    number_asked = request.args.get("measure", "").strip()
    wanted = _wanted(visit, plan, request.args.get("passage") or (number_asked and f"{number_asked}/measure"))
    number = bisect_right(starts, wanted.start) if wanted else 1 if whole else page_number(len(starts))
    first, last = starts[number - 1], starts[number] if number < len(starts) else len(text)
    last = max(last, min(wanted.end, first + 2 * PIECE)) if wanted else last
    marks = list(_marks(visit, plan, first, last, wanted))
    shown = segments(text[first:last], first, marks)
    return {
        "segments": shown,
        "lines": tuple(table_lines(shown)),
        "measure": number_asked,
        "wanted": Text(text[wanted.start : wanted.end], "zh").excerpt() if wanted else None,
        "paging": Paging(
            number,
            visit.addresses.to("text", plan, page=number - 1) if number > 1 else None,
            visit.addresses.to("text", plan, page=number + 1) if number < len(starts) else None,
        ),
        "pages": len(starts),
        "whole": visit.addresses.to("text", plan, page=WHOLE) if fits and len(starts) > 1 else None,
        "first": first,
        "last": last,
        "length": len(text),
    }


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of a text, or a row of a table where it has several ``cells``; each cell is cut at its marks."""

    cells: tuple[tuple[Segment, ...], ...]

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a table."""
        return len(self.cells) > 1

    @property
    def is_wanted(self) -> bool:
        """Whether what was looked for stands in it."""
        return any(each.mark and each.mark.kind == "passage" for cell in self.cells for each in cell)


def table_lines(shown: Iterable[Segment]) -> Iterator[TextLine]:
    """Yield the lines of a text: in canonical texts a line feed ends a line or row, a tab ends a cell."""
    cells: list[list[Segment]] = [[]]
    for segment in shown:
        for piece in _ENDS.split(segment.text):
            if piece == "\n":
                yield TextLine(tuple(map(tuple, cells)))
                cells = [[]]
            elif piece == "\t":
                cells.append([])
            elif piece:
                cells[-1].append(Segment(piece, segment.mark))
    yield TextLine(tuple(map(tuple, cells)))


def _wanted(visit: Visit, plan: str, name: str | None) -> PassageShown | None:
    """Return the passage that the address names; raises :class:`Problem` where the document has none of that name."""
    if not name:
        return None
    passage = visit.addresses.iris.absolute(of_plan("passage", plan, name))
    try:
        ox.NamedNode(passage)
    except ValueError as error:
        raise Problem.worded(HTTPStatus.BAD_REQUEST, "no_passage", given=name) from error
    about = visit.reader.facts("statements", thing=passage)
    position = about.thing(passage, "policy:positionSelector")
    if position is None:
        raise Problem.worded(HTTPStatus.NOT_FOUND, "passage", plan=plan, name=name)
    found = visit.reader.facts("statements", thing=position)
    start, end = found.integer(position, "oa:start") or 0, found.integer(position, "oa:end") or 0
    return PassageShown(passage, start, end, passage, "passage")


def _marks(visit: Visit, plan: str, first: int, last: int, wanted: PassageShown | None) -> Iterator[Mark]:
    """Yield a mark for each passage; the one that is wanted is marked whole, and hides what it overlaps."""
    if wanted:
        yield Mark(
            wanted.start, wanted.end, "passage", Link(_page_of(visit, wanted.passage), _own(visit, "kind.passage"))
        )
    for each in _found(visit, plan, first, last):
        overlaps = wanted and each.start < wanted.end and wanted.start < each.end
        if not overlaps and first <= each.start and each.end <= last:
            yield Mark(
                each.start, each.end, each.kind, Link(_page_of(visit, each.thing), _own(visit, f"mark.{each.kind}"))
            )


def _page_of(visit: Visit, thing: str) -> str:
    return visit.addresses.document(thing) or thing


def _own(visit: Visit, key: str) -> Text:
    return Text(visit.words(key), visit.language)


def _found(visit: Visit, plan: str, first: int, last: int) -> list[PassageShown]:
    integer = ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")
    rows = visit.reader.store.select(
        queries.load("document-passages", visit.reader.iris),
        {
            "text": ox.NamedNode(visit.reader.iris.absolute(of_plan("document", plan, "text"))),
            "first": ox.Literal(str(first), datatype=integer),
            "last": ox.Literal(str(last), datatype=integer),
        },
    )
    compact = visit.facts.curies.compact
    return [
        PassageShown(row.text("passage"), row.integer("start"), row.integer("end"), row.text("thing"), _KINDS[of_class])
        for row in rows
        if (of_class := compact(row.text("class"))) in _KINDS
    ]
