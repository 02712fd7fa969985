"""What a document says once for all: defaults (下同), and that the body listed first leads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from mapping.blocks import Document, Paragraph, Place, Table
from mapping.findings import Finding
from mapping.layout.reading import Entry
from mapping.layout.rules import LayoutRules
from mapping.parsers.agencies import find_responsibilities, parse

_MAY_SET_DEFAULT = re.compile(r"下同|不再|均需|均由|以下.{0,12}均")
_FIRST_LEADS = re.compile(
    r"[^。；;\n]*(?:第一位|首位|第一个|排名第一|排第一|排序第一|列在?最?前)[^。；;\n]*(?:牵头|主办)[^。；;\n]*"
    r"|[^。；;\n]*牵头(?:单位|部门)[^。；;\n]*(?:第一位|首位|列第一)[^。；;\n]*"
)


def defaults(document: Document, entries: Sequence[Entry]) -> tuple[Place, ...]:
    """Return the texts, in entries and around them, that state a responsibility for what follows."""
    bodies = [body.place for entry in entries for body in entry.bodies]
    around = [part for place in _paragraphs(document) for part in _responsibilities(document, place)]
    candidates = [*bodies, *(place for place in around if not any(_overlap(place, body) for body in bodies))]
    found = [place for place in candidates if _sets_default(document.at(place))]
    return tuple(sorted(found, key=lambda place: place.start))


def lead_by_position(document: Document, rules: LayoutRules) -> Iterable[Finding]:
    """Yield a finding where the document and the rules differ on whether the first body leads."""
    stated = next(first_leads(document), None)
    if stated is not None and not rules.lead_by_position:
        yield Finding(
            code="lead-by-position",
            message="The document says that the body listed first leads; plan.toml does not.",
            advice="Write `lead_by_position = true` under [layout] if the sentence holds for all measures.",
            place=stated,
            text=document.at(stated),
        )
    if stated is None and rules.lead_by_position:
        yield Finding(
            code="lead-by-position-unstated",
            message="plan.toml says that the body listed first leads; no sentence of the document was found to say so.",
            advice="Remove `lead_by_position`, unless another document states the rule.",
        )


def first_leads(document: Document) -> Iterator[Place]:
    """Yield the sentences, in paragraphs and table headers, that say that the body listed first leads."""
    headers = (cell for table in document.blocks if isinstance(table, Table) for cell in table.rows[0].cells)
    for place in dict.fromkeys((*_paragraphs(document), *headers)):
        for found in _FIRST_LEADS.finditer(document.at(place)):
            yield place.part(found.start(), found.end())


def _paragraphs(document: Document) -> Iterable[Place]:
    return (block.place for block in document.blocks if isinstance(block, Paragraph))


def _responsibilities(document: Document, place: Place) -> Iterable[Place]:
    text = document.at(place)
    if not _MAY_SET_DEFAULT.search(text):
        return
    for span in find_responsibilities(text):
        yield place.part(span.start, span.end)


def _sets_default(text: str) -> bool:
    return _MAY_SET_DEFAULT.search(text) is not None and parse(text).sets_default


def _overlap(left: Place, right: Place) -> bool:
    return left.start < right.end and right.start < left.end
