"""Which choices there are for a doubt, the likely ones first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import msgspec

from mapping.agencies.resolution import shared_resolver
from mapping.alignment.alignment import PREDICATES, Aligner
from mapping.blocks import Document, Paragraph, Place
from mapping.extract import PlanExtraction
from mapping.findings import Finding
from mapping.layout.statements import lead_rules
from mapping.plan_folder import PlanFolder
from mapping.records import records as r
from mapping.review import choices as choosing
from mapping.review.choices import Catalogue, Choice
from mapping.review.decisions import AskAgain, Decision, MarkPart, NameBody, SayDeadline, SayRole, SaySetting, SayValue
from mapping.review.doubts import Doubt
from mapping.review.words import said, same

_GUESSES = 4
_LONGEST_HEADING = 80
_AROUND = " \u3000\n（）()【】[]。；;，,、"


@dataclass(frozen=True)
class PlanRead:
    """A plan folder and what was read of it: what doubts are made of. Nothing is read of a document that cannot be."""

    folder: PlanFolder
    document: Document | None
    extraction: PlanExtraction | None
    findings: tuple[Finding, ...]
    catalogue: Catalogue
    aligner: Aligner | None


@dataclass(frozen=True)
class DoubtChoices:
    """The choices of one plan's doubts."""

    read: PlanRead

    def of(self, doubt: Doubt, text: str) -> tuple[Choice, ...]:
        """Return the likely choices of a doubt; ``text`` is all of the text that it is about."""
        offer = _OFFERS.get(doubt.code)
        return tuple(offer(self, doubt, text)) if offer else ()

    def mappings(self, subject: str, text: str, found: Sequence[r.Mapping]) -> tuple[Choice, ...]:
        """Return the choices to confirm what the machine proposes, then what else is likely, then nothing national."""
        means = [one.object for one in found]
        how = [PREDICATES[one.predicate] for one in found]
        proposed = self.read.catalogue.requirement(subject, text, means, how, min(one.confidence for one in found))
        label = said("choice.confirm", what=proposed.label)
        others = [one for one in self._requirements(subject, text) if one.decisions != proposed.decisions]
        return (msgspec.structs.replace(proposed, label=label), *others)

    def _requirements(self, subject: str, text: str) -> Iterator[Choice]:
        if self.read.aligner:
            yield from self.read.catalogue.candidates(subject, text, self.read.aligner.candidates(text))
        yield self.read.catalogue.requirement(subject, text, [])

    def requirements(self, doubt: Doubt, text: str) -> Iterator[Choice]:
        """Yield what a text may mean nationally."""
        if doubt.subject:
            yield from self._requirements(doubt.subject, text)

    def bodies(self, doubt: Doubt, _: str) -> Iterator[Choice]:
        """Yield what a name may mean, and that it is no body."""
        settings = self.read.folder.settings
        resolver = shared_resolver(self.read.catalogue.reference, settings.written_in)
        names = doubt.names or (doubt.text,)
        guesses = resolver.resolve(doubt.text, settings.jurisdiction).guesses
        yield from (self.read.catalogue.body(names, guess.reference, guess.score) for guess in guesses[:_GUESSES])
        yield Choice(label=said("role.none"), decisions=tuple(SayRole(body=name, role="none") for name in names))

    def roles(self, doubt: Doubt, _: str) -> Iterator[Choice]:
        """Yield which role words may have that were not understood."""
        yield from choosing.roles(doubt.text)

    def whole(self, doubt: Doubt, _: str) -> Iterator[Choice]:
        """Yield that each text on who is responsible of a measure is the name of a body, or that the measure is none."""
        extraction = self.read.extraction
        entry = next((one for one in extraction.entries if one.number in doubt.numbers), None) if extraction else None
        bodies = (
            {extraction.document.at(body.place): body.role for body in entry.bodies} if extraction and entry else {}
        )
        for text, role in bodies.items():
            name = text.strip(_AROUND)
            decision = SayRole(body=name, role=role or "responsible", text=text)
            yield Choice(label=said("choice.is_body", what=same(name)), decisions=(decision,))
        if entry:
            yield from self.parts(msgspec.structs.replace(doubt, places=(entry.place,)), "")

    def parts(self, doubt: Doubt, _: str) -> Iterator[Choice]:
        """Yield what the block or row of a doubt may be."""
        if not doubt.places:
            return
        place = doubt.places[0]
        block = str(place.block)
        if place.row is not None:
            yield _skip_row(place)
            return
        yield Choice(label=said("part.measure"), decisions=(MarkPart(as_="measure", blocks=block),))
        for way, span in (("above", self._joined(place, -1)), ("below", self._joined(place, 1))):
            if span:
                yield Choice(label=said(f"choice.join_{way}"), decisions=(MarkPart(as_="join", blocks=span),))
        if place.block not in self._measured:
            yield from self._no_measure(place)

    def _no_measure(self, place: Place) -> Iterator[Choice]:
        kinds = ("heading", "skip") if place.end - place.start <= _LONGEST_HEADING else ("skip",)
        for kind in kinds:
            mark = MarkPart(as_="heading" if kind == "heading" else "skip", blocks=str(place.block))
            yield Choice(label=said(f"part.{kind}"), decisions=(mark,))

    def _joined(self, place: Place, step: int) -> str:
        """Return the range of a paragraph with its neighbour, where that is one."""
        neighbour = place.block + step
        if neighbour not in self._paragraphs:
            return ""
        return f"{min(place.block, neighbour)}-{max(place.block, neighbour)}"

    @cached_property
    def _paragraphs(self) -> frozenset[int]:
        blocks = self.read.document.blocks if self.read.document else ()
        return frozenset(block.place.block for block in blocks if isinstance(block, Paragraph))

    @cached_property
    def _measured(self) -> frozenset[int]:
        measures = self.read.extraction.plan.measures if self.read.extraction else ()
        return frozenset(measure.passage.block for measure in measures)

    def tables(self, doubt: Doubt, _: str) -> Iterator[Choice]:
        """Yield what a table may be."""
        if doubt.places:
            yield from choosing.parts(str(doubt.places[0].block), table=True)

    def rows(self, doubt: Doubt, _: str) -> Iterator[Choice]:
        """Yield that a row may be skipped."""
        if doubt.places and doubt.places[0].row:
            yield _skip_row(doubt.places[0])

    def serials(self, doubt: Doubt, _: str) -> Iterator[Choice]:
        """Yield that each table may count for itself."""
        yield _setting("restarts", "layout.numbering", "restarts")
        yield from self.rows(doubt, "")

    def columns(self, doubt: Doubt, _: str) -> Iterator[Choice]:
        """Yield what a column may hold."""
        yield from choosing.columns(doubt.text)

    def lead(self, _: Doubt, __: str) -> Iterator[Choice]:
        """Yield whether the rule who leads holds."""
        stated = next(lead_rules(self.read.document), None) if self.read.document else None
        if stated is not None and not stated.rule.typeface:
            yield _setting("lead_rule", "layout.lead_by_position", stated.setting)
        yield _setting("no_lead_rule", "layout.lead_by_position", None)

    def kinds(self, _: Doubt, __: str) -> Iterator[Choice]:
        """Yield how a document may be laid out."""
        for kind in ("table", "items", "paragraphs", "mixed"):
            yield Choice(label=said(f"layout.{kind}"), decisions=(SaySetting(key="layout.kind", value=kind),))

    def jurisdictions(self, _: Doubt, __: str) -> tuple[Choice, ...]:
        """Return the jurisdictions that the document names most."""
        text = self.read.document.text if self.read.document else ""
        places = self.read.catalogue.reference.jurisdictions
        named = Counter({code: text.count(place.label["zh"]) for code, place in places.items()})
        likely = [code for code, count in named.most_common(_GUESSES) if count]
        return self.read.catalogue.jurisdictions(likely)[: len(likely)]

    def nationals(self, _: Doubt, __: str) -> tuple[Choice, ...]:
        """Return the national documents that are known."""
        return self.read.catalogue.nationals()

    def withheld(self, _: Doubt, __: str) -> Iterator[Choice]:
        """Yield that the file may be withheld."""
        yield _setting("withhold", "publish_document", value=False)

    def lost(self, doubt: Doubt, _: str) -> Iterator[Choice]:
        """Yield that a decision whose text is gone may go."""
        extraction = self.read.extraction
        rows = extraction.relocated.lost if extraction else ()
        forgotten: list[Decision] = [
            AskAgain(subject=row.subject, text=row.subject_label)
            for row in rows
            if doubt.text in (row.subject_label, row.subject)
        ]
        said_there = self.read.folder.settings.layout
        forgotten += [
            SayRole(body=one.body, role="as-read", text=one.in_) for one in said_there.roles if one.body == doubt.text
        ]
        forgotten += [
            SayValue(text=one.text, as_="as-read", measure=one.in_)
            for one in said_there.values
            if one.text == doubt.text
        ]
        forgotten += [
            SayDeadline(measure=one.in_, as_read=True) for one in said_there.deadlines if one.in_ == doubt.text
        ]
        yield Choice(label=said("choice.forget"), decisions=tuple(forgotten) or (NameBody(name=doubt.text, means=""),))

    def misnamed(self, doubt: Doubt, _: str) -> Iterator[Choice]:
        """Yield that a part which the document does not have may go."""
        kind, _space, span = doubt.text.partition(" ")
        if kind in ("blocks", "pages"):
            yield Choice(
                label=said("choice.forget"),
                decisions=(
                    MarkPart(as_="as-read", blocks=span) if kind == "blocks" else MarkPart(as_="as-read", pages=span),
                ),
            )


def _skip_row(place: Place) -> Choice:
    mark = MarkPart(as_="skip", blocks=str(place.block), rows=str(place.row))
    return Choice(label=said("choice.skip_row"), decisions=(mark,))


def _setting(label: str, key: str, value: str | bool | None) -> Choice:
    return Choice(label=said(f"choice.{label}"), decisions=(SaySetting(key=key, value=value),))


_Offer = Callable[[DoubtChoices, Doubt, str], Sequence[Choice] | Iterator[Choice]]
_OFFERS: Mapping[str, _Offer] = {
    "unknown-agency": DoubtChoices.bodies,
    "agency-of-another-time": DoubtChoices.bodies,
    "unmatched-requirement": DoubtChoices.requirements,
    "label-disagrees": DoubtChoices.requirements,
    "unread-responsibility": DoubtChoices.roles,
    "no-agency": DoubtChoices.parts,
    "no-body": DoubtChoices.whole,
    "no-item": DoubtChoices.parts,
    "unread-bodies": DoubtChoices.parts,
    "page-furniture": DoubtChoices.parts,
    "unread-table": DoubtChoices.tables,
    "unread-row": DoubtChoices.rows,
    "no-serial": DoubtChoices.rows,
    "serial-gap": DoubtChoices.serials,
    "serial-twice": DoubtChoices.serials,
    "unknown-header": DoubtChoices.columns,
    "lead-by-position": DoubtChoices.lead,
    "lead-by-position-unstated": DoubtChoices.lead,
    "unreadable": DoubtChoices.kinds,
    "no-layout": DoubtChoices.kinds,
    "unknown-jurisdiction": DoubtChoices.jurisdictions,
    "unknown-national-document": DoubtChoices.nationals,
    "nothing-matches": DoubtChoices.nationals,
    "person-in-responsibility": DoubtChoices.withheld,
    "decision-without-text": DoubtChoices.lost,
    "part-without-block": DoubtChoices.misnamed,
}
