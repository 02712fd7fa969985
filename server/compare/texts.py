"""One requirement, the texts side by side: as the nation states it, as each plan prints it, and what each plan does.

What each place adds to the national text, or to that of a place that the reader chooses, and what it leaves out, is
marked word by word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from server.compare.landscape import ComparedPlace, Division
from server.compare.view import Comparison, ComparisonContext, Record
from server.web.problems import Problem
from server.words.facts import Facts
from server.words.labels import Text
from server.words.links import Link
from server.words.names import called
from server.words.overlap import MarkedText, overlap
from server.words.when import When, of_thing

FIELDS = (
    "requirement", "number", "place", "place_label", "plan", "measure", "measure_number", "measure_text", "printed",
    "predicate", "confidence", "justification", "mapped_text", "lead", "agencies", "deadline", "period", "for_whole_point",
    "by_construction", "against", "taken_over", "kept",
    "measure_translation",
)  # fmt: skip # entries side by side


@dataclass(frozen=True, slots=True)
class Bridge:
    """A mapping between a plan's text, the measure's own or what it prints as the requirement, and the national one."""

    link: Link
    predicate: str
    confidence: str
    justification: str
    of_measure: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """A measure that carries out the requirement, or its point as a whole, with the requirement as its plan prints it."""

    iri: str
    plan: str
    link: Link
    number: str
    text: Text
    translation: str | None
    printed: Text | None
    bridge: Bridge | None
    lead: tuple[Link, ...]
    others: tuple[Link, ...]
    when: When | None
    for_point: bool


@dataclass(frozen=True, slots=True)
class MarkedAnswer:
    """A measure with its wording: what it takes over from the text that it is marked against, and what it adds."""

    answer: Answered
    wording: MarkedText


@dataclass(frozen=True, slots=True)
class PlaceTexts:
    """What one place says; ``kept`` are the texts that it is marked against, with what it keeps of them."""

    place: ComparedPlace
    link: Link
    answers: tuple[MarkedAnswer, ...]
    kept: tuple[MarkedText, ...]

    @property
    def share_kept(self) -> float | None:
        """How much of the text that it is marked against it keeps (0–1); nothing for the place that all are marked against."""
        words = sum(each.words for each in self.kept)
        return sum(each.words * each.share for each in self.kept) / words if words else None


def texts(context: ComparisonContext) -> Comparison:
    """Return the texts of the chosen requirement; raises :class:`Problem` where none is chosen."""
    requirement = context.choice.requirement
    if requirement is None:
        raise Problem.worded(HTTPStatus.BAD_REQUEST, "which_requirement")
    point = context.choice.national.point_of(requirement)
    read = _MeasureReader(context, requirement)
    answers = {place: tuple(read.answers(place, point)) for place in context.choice.with_text}
    columns = tuple(_marked_texts(context, requirement, answers))
    return Comparison(
        template="requirement",
        shown={
            "requirement_link": context.link(requirement.iri, Text(requirement.number)),
            "requirement_text": context.known.facts.text(requirement.iri, context.language, "schema:text"),
            "requirement_translation": context.known.facts.string(requirement.iri, "policy:unofficialTranslation"),
            "point": context.link(point.iri) if point else None,
            "theme_link": context.link(requirement.theme),
            "answers_by_place": columns,
            "against": context.link(context.choice.against.iri) if context.choice.against else None,
            "baselines": [(place, context.link(place.iri)) for place in answers if answers[place]],
        },
        fields=FIELDS,
        records=tuple(_records(context, requirement, columns)),
        triples=lambda: [
            triple
            for only in (requirement.iri, *([point.iri] if point else []))
            for triple in context.asker.triples("texts", context.choice.plans, only=only)
        ],
    )


def _marked_texts(
    context: ComparisonContext, requirement: Division, answers: dict[ComparedPlace, tuple[Answered, ...]]
) -> Iterator[PlaceTexts]:
    """Yield the texts of each place, marked against those of the chosen place, or against the national ones."""
    against = context.choice.against
    base = _national_texts(context, requirement, over=False) if against is None else _texts(answers[against])
    whole = [*base, *_national_texts(context, requirement, over=True)] if against is None else base
    for place, own in answers.items():
        marked = (MarkedAnswer(each, overlap(each.text.value, whole if each.for_point else base)) for each in own)
        kept = () if place == against else tuple(overlap(text, _texts(own)) for text in base)
        yield PlaceTexts(place, context.link(place.iri), tuple(marked), kept)


def _texts(answers: Iterable[Answered]) -> list[str]:
    return [each.text.value for each in answers]


def _national_texts(context: ComparisonContext, requirement: Division, *, over: bool) -> Sequence[str]:
    """Return the text of the requirement, or with ``over`` those of all requirements of its point."""
    known = context.choice.national.requirements
    wanted = [each.iri for each in known if each.over == requirement.over] if over else [requirement.iri]
    found = (context.known.facts.text(iri, "zh", "schema:text") for iri in wanted)
    return [text.value for text in found if text]


class _MeasureReader:
    """Reads the measures of a requirement, and those of its point as a whole, once for all places."""

    def __init__(self, context: ComparisonContext, requirement: Division) -> None:
        self._desk = context
        self._requirement = requirement
        self._facts = {only: self._read(only) for only in (requirement.iri, requirement.over)}

    def _read(self, only: str) -> Facts:
        return self._desk.asker.facts("texts", self._desk.choice.plans, only=only)

    def answers(self, place: ComparedPlace, point: Division | None) -> Iterator[Answered]:
        """Yield what a place does, by plan and measure."""
        of_point = [(point.iri, True)] if point else []
        for only, for_point in ((self._requirement.iri, False), *of_point):
            facts = self._facts[only]
            measures = [
                m for m in facts.of_class("policy:Measure") if facts.thing(m, "eli:is_part_of") in place.compared
            ]
            for measure in sorted(measures, key=lambda each: facts.integer(each, "schema:position") or 0):
                yield self._answer(facts, measure, only, for_point)

    def _answer(self, facts: Facts, measure: str, only: str, for_point: bool) -> Answered:
        number = facts.string(measure, "eli:number") or ""
        quotation = facts.thing(measure, "policy:answers")
        leads = facts.things(measure, "policy:leadAgency")
        others = [each for each in facts.things(measure, "policy:responsibleAgency") if each not in leads]
        return Answered(
            iri=measure,
            plan=facts.thing(measure, "eli:is_part_of") or "",
            link=self._desk.link(measure, Text(number)),
            number=number,
            text=facts.text(measure, self._desk.language, "schema:text") or Text(""),
            translation=facts.string(measure, "policy:unofficialTranslation"),
            printed=facts.text(quotation, self._desk.language, "schema:text"),
            bridge=self._bridge(facts, measure, quotation, only),
            lead=tuple(self._named(facts, agency) for agency in leads),
            others=tuple(self._named(facts, agency) for agency in others),
            when=of_thing(facts, measure),
            for_point=for_point,
        )

    def _named(self, facts: Facts, agency: str) -> Link:
        return self._desk.link(agency, called(facts, agency, self._desk.language))

    def _bridge(self, facts: Facts, measure: str, quotation: str | None, only: str) -> Bridge | None:
        """Return the mapping by which the measure answers: that of its own text, else that of the quotation."""
        for subject in (measure, quotation):
            for mapping in facts.things(subject, "policy:hasMapping"):
                if facts.thing(mapping, "sssom:object_id") == only:
                    predicate, justification = (
                        facts.curies.compact(facts.thing(mapping, f"sssom:{name}") or "")
                        for name in ("predicate_id", "mapping_justification")
                    )
                    return Bridge(
                        link=self._desk.link(mapping, Text(predicate)),
                        predicate=predicate,
                        confidence=facts.string(mapping, "sssom:confidence") or "",
                        justification=justification,
                        of_measure=subject == measure,
                    )
        return None


def _records(context: ComparisonContext, requirement: Division, columns: tuple[PlaceTexts, ...]) -> Iterator[Record]:
    against = context.choice.against
    for column in columns:
        for marked in column.answers:
            answer = marked.answer
            yield {
                "requirement": requirement.iri, "number": requirement.number,
                "place": column.place.iri, "place_label": context.name(column.place.iri), "plan": answer.plan,
                "measure": answer.iri, "measure_number": answer.number, "measure_text": answer.text.value,
                "printed": answer.printed.value if answer.printed else None,
                "predicate": answer.bridge.predicate if answer.bridge else None,
                "confidence": answer.bridge.confidence if answer.bridge else None,
                "justification": answer.bridge.justification if answer.bridge else None,
                "mapped_text": _mapped_text(answer),
                "lead": " | ".join(link.text.value for link in answer.lead),
                "agencies": " | ".join(link.text.value for link in (*answer.lead, *answer.others)),
                "deadline": answer.when.last if answer.when else None,
                "period": answer.when.period if answer.when else None, "for_whole_point": answer.for_point,
                "by_construction": requirement.quoted_in == answer.plan,
                "against": against.iri if against else requirement.iri,
                "taken_over": round(marked.wording.share, 4),
                "kept": None if column.share_kept is None else round(column.share_kept, 4),
                "measure_translation": answer.translation,
            }  # fmt: skip # entries side by side


def _mapped_text(answer: Answered) -> str | None:
    if answer.bridge is None:
        return None
    return "measure" if answer.bridge.of_measure else "printed"
