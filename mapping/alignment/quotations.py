"""The requirements as a plan prints them, and what they are decided to mean nationally."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from mapping.alignment import relocation, sssom
from mapping.alignment.alignment import Aligner, Alignment
from mapping.alignment.relocation import Relocated
from mapping.blocks import Document, Place
from mapping.comparable import letters
from mapping.errors import PlanFolderError, Where
from mapping.findings import Finding
from mapping.layout import Entry
from mapping.plan_folder import PlanFolder
from mapping.records import records as r
from mapping.records.passages import Passages
from mapping.reference.national import NationalDocument
from ontology import iris

NOTHING_MATCHES = "nothing-matches"
"""The code of the finding that no text of a plan matches its national document."""

_FEW = 2  # texts that are soon looked at one by one


@dataclass(frozen=True, slots=True)
class AnsweredRequirement:
    """What a measure answers: the quotation, what it implements, and the mappings of its own text, if that decided."""

    quotation: str | None
    implements: tuple[str, ...]
    mappings: tuple[r.Mapping, ...] = ()


@dataclass(slots=True)
class Quotations:
    """Makes the quotations of one plan. Rows that share a merged requirement cell, or a heading, share its quotation."""

    passages: Passages
    national: NationalDocument | None
    aligner: Aligner | None
    relocated: Relocated
    title: str = ""
    unmatched: dict[str, Finding] = field(default_factory=dict)
    matched: bool = False
    made: dict[tuple[int, int], r.QuotedRequirement] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @classmethod
    def of(
        cls,
        folder: PlanFolder,
        national: NationalDocument | None,
        aligner: Aligner | None,
        document: Document,
        entries: Sequence[Entry],
    ) -> Quotations:
        """Return the maker for the entries of a folder, with the steward's decisions read, as far as their texts stand.

        Raises :class:`PlanFolderError` for a decision on a point or requirement that the national document lacks.
        """
        title = letters(folder.settings.title["zh"])
        decisions = sssom.read(folder.alignment)
        if national:
            _check(decisions, national, folder.alignment.name)
        made = cls(Passages(folder.settings.id, document), national, aligner, Relocated(decisions), title)
        texts = dict(made._texts(entries))
        made.relocated = relocation.relocate(decisions, texts)
        made.findings += [relocation.doubt(row, texts) for row in made.relocated.lost]
        return made

    @property
    def records(self) -> tuple[r.QuotedRequirement, ...]:
        """The quotations made so far, in the order printed."""
        return tuple(self.made.values())

    def _texts(self, entries: Sequence[Entry]) -> Iterator[tuple[str, str]]:
        """Yield every text that can be mapped, by its subject: the measures, and each quotation by its first entry."""
        quoted: set[tuple[int, int]] = set()
        for entry in entries:
            yield iris.of_plan("measure", self.passages.plan, entry.number), self.passages.document.at(entry.measure)
            above = self._above(entry)
            place = entry.requirement or (above[-1] if above else None)
            if place and (place.start, place.end) not in quoted:
                quoted.add((place.start, place.end))
                yield iris.of_plan("quotation", self.passages.plan, entry.number), self.passages.document.at(place)

    def _above(self, entry: Entry) -> list[Place]:
        """Return the headings above an entry, without the plan's own title."""
        return [place for place in entry.headings if letters(self.passages.document.at(place)) != self.title]

    def answer(self, entry: Entry) -> AnsweredRequirement:
        """Return what an entry answers.

        Its printed requirement decides. A plan without that column quotes the requirement as a heading; there the measure's
        own text decides, with the headings as evidence, and the heading where the text says nothing.
        """
        above = self._above(entry)
        headings = [self.passages.document.at(place) for place in (*above, *entry.label)]
        if entry.requirement is not None:
            quotation = self._quotation(entry, entry.requirement, headings)
            return AnsweredRequirement(quotation.id, _targets(quotation.mappings))
        heading = above[-1] if above else None
        quoted = self._quotation(entry, heading, headings[:-1]) if heading else None
        text = self.passages.document.at(entry.measure)
        subject = iris.of_plan("measure", self.passages.plan, entry.number)
        own = self._mappings(subject, text, headings, f"{entry.number}/measure.")
        if not own and not (quoted and quoted.mappings):
            self._unmatched(subject, entry, entry.measure, headings)
        return AnsweredRequirement(
            quoted.id if quoted else None, _targets(own) or _targets(quoted.mappings if quoted else ()), own
        )

    def _quotation(self, entry: Entry, place: Place, labels: Sequence[str]) -> r.QuotedRequirement:
        key = (place.start, place.end)
        if key not in self.made:
            self.made[key] = self._make(entry, place, labels)
        return self.made[key]

    def _make(self, entry: Entry, place: Place, labels: Sequence[str]) -> r.QuotedRequirement:
        identifier = iris.of_plan("quotation", self.passages.plan, entry.number)
        text = self.passages.document.at(place)
        mappings = self._mappings(identifier, text, labels, f"{entry.number}.")
        if not mappings and place == entry.requirement:
            self._unmatched(identifier, entry, place, labels)
        self._compare_label(entry, mappings)
        return r.QuotedRequirement(
            id=identifier,
            number=entry.number,
            position=len(self.made) + 1,
            text=text,
            passage=self.passages.at(place, entry.number, "quotation"),
            printed_label=" ".join(self.passages.document.at(label) for label in entry.label) or None,
            exact_match=_targets(mappings, "skos:exactMatch"),
            close_match=_targets(mappings, "skos:closeMatch"),
            broad_match=_targets(mappings, "skos:broadMatch"),
            mappings=mappings,
        )

    def _mappings(self, subject: str, text: str, labels: Sequence[str], name: str) -> tuple[r.Mapping, ...]:
        """Return what a text is decided to mean: the machine's alignment, where the steward has not said otherwise.

        In a plan whose national document is not known it means nothing, whatever was decided.
        """
        if self.aligner is None:
            return ()
        decided = self.relocated.decisions.decide(subject, self.aligner.align(text, labels=labels))
        self.matched |= bool(decided)
        return tuple(
            r.Mapping(
                id=iris.of_plan("mapping", self.passages.plan, f"{name}{order}"),
                subject=subject,
                predicate=f"skos:{alignment.predicate}Match",
                object=alignment.target,
                justification=f"semapv:{alignment.justification}",
                confidence=alignment.confidence,
                reviewer=alignment.reviewer,
                comment=alignment.comment,
            )
            for order, alignment in enumerate(decided, 1)
        )

    def _unmatched(self, subject: str, entry: Entry, place: Place, labels: Sequence[str]) -> None:
        """Report a text that nothing matches, unless a steward has said that it means nothing nationally."""
        if self.national is None or subject in self.relocated.decisions.subjects():
            return
        text = self.passages.document.at(place)
        guesses = tuple(map(_guess, self.aligner.candidates(text, labels=labels))) if self.aligner else ()
        nearest = f"; nearest are {'; '.join(guesses)}" if guesses else ""
        self.unmatched[subject] = Finding(
            code="unmatched-requirement",
            message=f"Nothing in {self.national.identifier} matches “{text[:60]}”{nearest}",
            advice="Choose its requirement with `policygraph review`, or that it has none: object_id and "
            f"semapv:ManualMappingCuration of the row data:{subject} in alignment.sssom.tsv. Without it the measure is in no "
            "theme.",
            place=place,
            number=entry.number,
            text=text,
            guesses=guesses,
        )

    def doubts(self) -> Iterator[Finding]:
        """Yield what nothing matches, text by text; where nothing in the plan matches at all, that is said once."""
        found = [*self.unmatched.values()]
        if self.national is None or self.matched or len(found) <= _FEW:
            yield from found
            return
        yield Finding(
            code=NOTHING_MATCHES,
            message=f"Nothing in {self.national.identifier} matches any of the {len(found)} texts of the plan",
            advice="Look whether national in plan.toml is the document that the plan carries out, and take the line out if "
            "not. If it is, choose their requirements with `policygraph review`.",
        )

    def _compare_label(self, entry: Entry, mappings: Sequence[r.Mapping]) -> None:
        """Report a printed theme label that names another point than the requirement does: evidence, not law."""
        if self.national is None or self.aligner is None:
            return
        points = {point.reference: point.number for point in self.national.points}
        point_of = points | {requirement.reference: requirement.point for requirement in self.national.requirements}
        decided = {point_of[mapping.object] for mapping in mappings if mapping.object in point_of}
        for place in entry.label:
            label = self.passages.document.at(place)
            printed = {points[found.target] for found in self.aligner.align(label) if found.target in points}
            if printed and decided and not printed & decided:
                self.findings.append(
                    Finding(
                        code="label-disagrees",
                        message=f"The label “{label}” names point {min(printed)}, the requirement is of {min(decided)}",
                        advice="Look at the page; if the label is right, decide it in alignment.sssom.tsv.",
                        place=place,
                        number=entry.number,
                        text=label,
                    )
                )


def _check(decisions: sssom.MappingDecisions, national: NationalDocument, name: str) -> None:
    known = {point.reference for point in national.points} | {one.reference for one in national.requirements}
    for row in decisions.rows:
        if row.decision == "confirmed" and row.object.startswith(f"{national.reference}/") and row.object not in known:
            raise PlanFolderError(
                f"{national.identifier} has no {row.object.removeprefix(f'{national.reference}/')}",
                where=Where(document=name, text=row.subject),
                advice=f"Write a point or a requirement of it as object_id, such as {min(known)}.",
            )


def _guess(candidate: Alignment) -> str:
    """Return what a text may mean: the reference, how likely it is, and the words that speak for it."""
    words = "".join(f" “{word}”" for word in candidate.evidence)
    return f"{candidate.target} {candidate.confidence}{words}"


def _targets(mappings: Sequence[r.Mapping], predicate: str | None = None) -> tuple[str, ...]:
    chosen = [mapping.object for mapping in mappings if predicate in {None, mapping.predicate}]
    return tuple(dict.fromkeys(chosen))
