"""The doubts of a plan that was read: each finding, and each requirement that is only likely, with its choices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from mapping.blocks import Document, Place, Table
from mapping.findings import Finding
from mapping.layout import Columns
from mapping.records import records as r
from mapping.review.choices import Choice
from mapping.review.decisions import LookAt
from mapping.review.doubts import UNSURE, Doubt, Lists, asks, short
from mapping.review.marks import measures_of, said_of
from mapping.review.offers import DoubtChoices, PlanRead
from mapping.review.words import said, same

SURE = 0.8
"""What the machine proposes with less confidence is asked, not taken for granted."""


def doubts_of(read: PlanRead) -> Iterator[Doubt]:
    """Yield every doubt of a plan once, those that a steward has looked at left out."""
    made = _Doubts(read)
    seen = set(read.folder.settings.looked_at)
    found: dict[str, Doubt] = {}
    for doubt in (*map(made.of, read.findings), *made.headers(), *made.without_bodies(), *made.unsure()):
        if doubt.key not in seen and (before := found.setdefault(doubt.key, doubt)) is not doubt:
            found[doubt.key] = _both(before, doubt)
    yield from found.values()


def _both(one: Doubt, other: Doubt) -> Doubt:
    return msgspec.structs.replace(
        one,
        numbers=tuple(dict.fromkeys((*one.numbers, *other.numbers))),
        places=tuple(dict.fromkeys((*one.places, *other.places))),
    )


class _Doubts:
    """Makes doubts of findings, with the measures they are about and the choices there are."""

    def __init__(self, read: PlanRead) -> None:
        self._read = read
        self._offers = DoubtChoices(read)
        self._measures = read.extraction.plan.measures if read.extraction else ()
        self._quotations = read.extraction.plan.quotations if read.extraction else ()
        self._by_agency: defaultdict[str, list[tuple[str, r.Responsibility]]] = defaultdict(list)
        self._agency_of: dict[str, str] = {}
        agencies = read.extraction.plan.agencies if read.extraction else ()
        self._names = {agency.id: agency.pref_label["zh"] for agency in agencies}
        for measure in self._measures:
            for one in measure.responsibilities:
                reference = one.agency or ""
                self._by_agency[reference].append((measure.number, one))
                self._agency_of.setdefault(one.text, reference)

    def of(self, finding: Finding) -> Doubt:
        """Return the doubt that a finding is."""
        key, subject = _key(finding), self._subject(finding)
        doubt = Doubt(
            key=key,
            code=finding.code,
            asks=asks(finding.code, finding.text),
            message=finding.message,
            advice=finding.advice,
            severity=finding.severity,
            text=finding.text,
            subject=subject.id if subject else "",
            numbers=(finding.number,) if finding.number else (),
            places=(finding.place,) if finding.place else (),
            lists=_LISTS.get(finding.code, ""),
        )
        if finding.code == "unknown-agency":
            doubt = self._of_body(doubt)
        offered = self._offers.of(doubt, subject.text if subject else finding.text)
        return msgspec.structs.replace(doubt, choices=(*offered, *_as_it_is(finding.code, key)))

    def _of_body(self, doubt: Doubt) -> Doubt:
        """Return the doubt about a body with every place that names it, and with what it is read as, where it is."""
        reference = self._agency_of.get(doubt.text, "")
        named = self._by_agency[reference] if reference else []
        name = self._names.get(reference, "")
        is_read = doubt.severity == "info" and bool(name)
        return msgspec.structs.replace(
            doubt,
            asks=said("asks.read-agency", text=same(doubt.text), name=same(name)) if is_read else doubt.asks,
            names=tuple(dict.fromkeys(one.text for _, one in named)),
            numbers=tuple(dict.fromkeys(number for number, _ in named)) or doubt.numbers,
            places=tuple(_place(one.passage) for _, one in named) or doubt.places,
        )

    def _subject(self, finding: Finding) -> r.QuotedRequirement | r.Measure | None:
        """Return the quotation, or the measure, of which a finding asks what it means nationally."""
        if _LISTS.get(finding.code) != "requirements":
            return None
        texts: Sequence[r.QuotedRequirement | r.Measure] = (*self._quotations, *self._measures)
        same = [one for one in texts if one.text == finding.text and one.number == finding.number]
        answering = next((one.answers for one in self._measures if one.number == finding.number), None)
        return next(iter(same), None) or next((one for one in self._quotations if one.id == answering), None)

    def headers(self) -> Iterator[Doubt]:
        """Yield a doubt for every header that is not known, of a table that should hold measures and gave none."""
        document, layout = self._read.document, self._read.folder.settings.layout
        is_stuck = self._read.extraction is None and layout.kind in ("table", "mixed")
        parts = [part for part in layout.parts if not part.is_shape]
        for block in document.blocks if document else ():
            said = said_of(parts, block.place)
            is_wanted = said == "table" or (is_stuck and not said)
            if document and isinstance(block, Table) and is_wanted and not measures_of(self._read.extraction, block):
                yield from (self._header(cell, document.at(cell)) for cell in _unknown(document, block, layout.columns))

    def without_bodies(self) -> Iterator[Doubt]:
        """Yield a doubt for every measure of whose text on who is responsible nothing was read: it would hold the plan back."""
        extraction = self._read.extraction
        bare = {one.number for one in self._measures if not one.responsibilities}
        for entry in extraction.entries if extraction else ():
            if extraction and entry.number in bare and entry.bodies:
                texts = [extraction.document.at(body.place) for body in entry.bodies]
                finding = Finding(
                    code="no-body",
                    message=f"No body was read in “{short('、'.join(texts))}”, so the plan is held back",
                    advice="Say which words of it are the body; if the text is no measure, leave it out.",
                    place=entry.bodies[0].place,
                    number=entry.number,
                    text="、".join(texts),
                )
                yield self.of(finding)

    def _header(self, cell: Place, text: str) -> Doubt:
        finding = Finding(
            code="unknown-header",
            message=f"“{text}”: this header is unknown, so the table was not read",
            advice="Say what the column holds; a table needs one for the measures and one for the bodies.",
            place=cell,
            text=text,
        )
        return self.of(finding)

    def unsure(self) -> Iterator[Doubt]:
        """Yield a doubt for every text of which the machine only thinks that it means something nationally."""
        subjects: Sequence[r.QuotedRequirement | r.Measure] = (*self._quotations, *self._measures)
        for subject in subjects:
            unsure = [one for one in subject.mappings if not one.reviewer and float(one.confidence) < SURE]
            if unsure:
                yield self._unsure(subject, unsure)

    def _unsure(self, subject: r.QuotedRequirement | r.Measure, unsure: Sequence[r.Mapping]) -> Doubt:
        numbers = [one.number for one in self._measures if subject.id in (one.id, one.answers)]
        key = f"{UNSURE} {short(subject.text)}"
        return Doubt(
            key=key,
            code=UNSURE,
            asks=asks(UNSURE, subject.text),
            message=f"“{short(subject.text)}” is linked to {', '.join(one.object for one in unsure)} with a confidence of "
            f"{', '.join(one.confidence for one in unsure)} only",
            advice="Confirm it, or choose another requirement.",
            text=subject.text,
            subject=subject.id,
            numbers=tuple(numbers),
            places=(_place(subject.passage),),
            choices=(*self._offers.mappings(subject.id, subject.text, subject.mappings), *_as_it_is(UNSURE, key)),
            lists="requirements",
        )


_LISTS: Mapping[str, Lists] = {
    "unknown-agency": "bodies",
    "agency-of-another-time": "bodies",
    "unmatched-requirement": "requirements",
    "label-disagrees": "requirements",
    "unknown-jurisdiction": "jurisdictions",
    "unknown-national-document": "nationals",
    "nothing-matches": "nationals",
}
_LEFT = {"unknown-agency": "as_printed", "unknown-national-document": "no_national"}
_HAVE_TO_BE_DECIDED = frozenset(
    ("unknown-jurisdiction", "unreadable", "no-body", "decision-without-text", "part-without-block")
)


def _as_it_is(code: str, key: str) -> tuple[Choice, ...]:
    """Return the choice that a doubt is as it should be, where it may be left so."""
    if code in _HAVE_TO_BE_DECIDED:
        return ()
    label = said(f"choice.{_LEFT.get(code, 'as_it_is')}")
    return (Choice(label=label, decisions=(LookAt(doubt=key),)),)


def _unknown(document: Document, table: Table, columns: Columns) -> Iterator[Place]:
    """Yield the cells of a table's first row whose header is not known, each text once."""
    seen: set[str] = set()
    for cell in table.rows[0].cells:
        text = document.at(cell)
        if text and text not in seen and columns.role_of(text) is None:
            seen.add(text)
            yield cell


def _key(finding: Finding) -> str:
    place = f" {finding.place.block}.{finding.place.row or 0}" if finding.place and not finding.text else ""
    return f"{finding.code} {short(finding.text or finding.message)}{place}"


def _place(passage: r.Passage) -> Place:
    at = passage.position_selector
    return Place(start=at.start, end=at.end, block=passage.block, row=passage.row, page=passage.page)
