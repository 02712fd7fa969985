"""What is read in a sentence, and why: ``policygraph explain``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from mapping.agencies.resolution import resolve
from mapping.alignment.alignment import Aligner, Alignment
from mapping.parsers import agencies, citations, deadlines
from mapping.parsers.mentions import Because, BodyKind, BodyMention, PeriodMention, QuantityMention, Role
from mapping.parsers.quantities import targets
from mapping.reference.reference import Reference
from ontology.iris import Iris

CHINA = "100000"


class ExplainedBody(msgspec.Struct, frozen=True, kw_only=True):
    """A body as printed; ``agency`` is its IRI and ``official`` its full name (absent for a group).

    ``how`` is the justification of the resolution; ``because`` is what gave the body its role (a heading, a verb, a
    rule …), in the ``words`` of the text.
    """

    name: str
    role: Role
    because: Because
    words: str
    kind: BodyKind
    start: int
    end: int
    agency: str | None = None
    official: str | None = None
    function: str | None = None
    curated: bool = False
    how: str | None = None
    guesses: tuple[str, ...] = ()


class ExplainedQuantity(msgspec.Struct, frozen=True, kw_only=True):
    """A target or parameter as printed; numbers are decimal strings, ``period`` is the first and the last day.

    ``why`` is the rule that made it one.
    """

    description: str
    unit: str
    start: int
    end: int
    value: str | None = None
    minimum: str | None = None
    maximum: str | None = None
    deadline: str | None = None
    period: tuple[str, str] | None = None
    why: str = ""


class ExplainedUnread(msgspec.Struct, frozen=True, kw_only=True):
    """A number with a unit that is neither target nor parameter, and the rule that says so."""

    text: str
    start: int
    end: int
    why: str


class ExplainedCitation(msgspec.Struct, frozen=True, kw_only=True):
    """A document named in 《…》."""

    title: str
    produces: bool
    start: int
    end: int


class Implements(msgspec.Struct, frozen=True, kw_only=True):
    """A national requirement or point that the text would be aligned to; ``confidence`` runs from 0 to 1.

    ``evidence`` holds the terms of the text that stand in this requirement only, ``comment`` says in Chinese how much of
    both is shared.
    """

    requirement: str
    confidence: float
    why: str
    label: str
    evidence: tuple[str, ...] = ()
    comment: str | None = None


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is read in one text; offsets are code points into it, end exclusive.

    ``candidates`` are what it may carry out where nothing is sure enough to be in ``implements``, likeliest first.
    """

    text: str
    jurisdiction: str
    bodies: tuple[ExplainedBody, ...]
    open_ended: bool
    sets_default: bool
    lead_rule: str | None
    unread: tuple[str, ...]
    deadline: str | None
    deadline_text: str | None
    unread_deadlines: tuple[str, ...]
    targets: tuple[ExplainedQuantity, ...]
    parameters: tuple[ExplainedQuantity, ...]
    unread_quantities: tuple[ExplainedUnread, ...]
    documents: tuple[ExplainedCitation, ...]
    implements: tuple[Implements, ...]
    candidates: tuple[Implements, ...] = ()


@dataclass(frozen=True, slots=True)
class Explainer:
    """Explains texts against one set of reference data; made once for many texts."""

    reference: Reference
    iris: Iris
    aligners: tuple[Aligner, ...]
    labels: dict[str, str]

    @classmethod
    def of(cls, reference: Reference, iris: Iris) -> Explainer:
        """Return an explainer that knows every national document of the reference data."""
        nationals = reference.nationals.values()
        labels = {one.reference: one.text for document in nationals for one in document.requirements}
        labels |= {point.reference: point.title["zh"] for document in nationals for point in document.points}
        return cls(reference, iris, tuple(map(Aligner, nationals)), labels)

    def explain(self, text: str, jurisdiction: str = CHINA, year: int | None = None) -> Explanation:
        """Return what is read in ``text``, written in the jurisdiction with this GB/T 2260 code, in this year."""
        said = agencies.read(text)
        dates = deadlines.read(text, year=year)
        last = deadlines.latest(dates.mentions)
        quantities = targets.read(text, dates.mentions, year)
        measure = _without_responsibilities(text)
        implements = self._aligned(found for aligner in self.aligners for found in aligner.align(measure))
        candidates = (found for aligner in self.aligners for found in aligner.candidates(measure))
        return Explanation(
            text=text,
            jurisdiction=jurisdiction,
            bodies=tuple(self._body(mention, jurisdiction, year) for mention in said.bodies),
            open_ended=said.open_ended,
            sets_default=said.sets_default,
            lead_rule=text[said.lead_rule.start : said.lead_rule.end] if said.lead_rule else None,
            unread=tuple(text[words.start : words.end] for words in said.unread),
            deadline=last.last if last else None,
            deadline_text=text[last.start : last.end] if last else None,
            unread_deadlines=tuple(span.of(text) for span in dates.unread),
            targets=tuple(map(_quantity, quantities.targets)),
            parameters=tuple(map(_quantity, quantities.parameters)),
            unread_quantities=tuple(
                ExplainedUnread(text=text[one.start : one.end], start=one.start, end=one.end, why=one.why)
                for one in quantities.unread
            ),
            documents=tuple(
                ExplainedCitation(title=found.title, produces=found.produces, start=found.start, end=found.end)
                for found in citations.citations(text)
            ),
            implements=implements,
            candidates=() if implements else self._aligned(candidates),
        )

    def _body(self, mention: BodyMention, jurisdiction: str, year: int | None) -> ExplainedBody:
        printed = {key: getattr(mention, key) for key in ("name", "role", "because", "words", "kind", "start", "end")}
        if mention.kind == "group":
            return ExplainedBody(**printed)
        found = resolve(mention.full_name or mention.name, jurisdiction, self.reference, year)
        return ExplainedBody(
            **printed,
            agency=self.iris.absolute(found.reference),
            official=found.canonical,
            function=self.iris.absolute(found.function) if found.function else None,
            curated=found.agency is not None,
            how=found.how,
            guesses=tuple(guess.label for guess in found.guesses),
        )

    def _aligned(self, found: Iterable[Alignment]) -> tuple[Implements, ...]:
        return tuple(
            Implements(
                requirement=self.iris.absolute(alignment.target),
                confidence=float(alignment.confidence),
                why=alignment.justification,
                label=self.labels.get(alignment.target, ""),
                evidence=alignment.evidence,
                comment=alignment.comment,
            )
            for alignment in found
        )


def _without_responsibilities(text: str) -> str:
    """Return what is left of a text without its responsibilities: the measure that is aligned."""
    for span in sorted(agencies.find_responsibilities(text), reverse=True):
        text = text[: span.start] + text[span.end :]
    return text.strip()


def _quantity(mention: QuantityMention) -> ExplainedQuantity:
    return ExplainedQuantity(
        description=mention.description,
        unit=mention.unit_text,
        start=mention.start,
        end=mention.end,
        value=mention.value,
        minimum=mention.minimum,
        maximum=mention.maximum,
        deadline=mention.deadline.last if mention.deadline else None,
        period=_days(mention.period),
        why=mention.why,
    )


def _days(period: PeriodMention | None) -> tuple[str, str] | None:
    return (period.first, period.last) if period and period.first and period.last else None
