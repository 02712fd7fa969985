"""What a release says of a measure or a plan, in words that can be held against those of another release."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from mapping.release.release import Release
from ontology.curies import Curies
from server.words.facts import Facts
from server.words.labels import Text
from server.words.language import Language, Words
from server.words.names import LABELS, Namer
from server.words.overlap import MarkedText, overlap
from server.words.when import of_thing

State = Mapping[str, tuple[Text, ...]]
"""What is said of a thing: the texts of each field, none where nothing is said."""
Properties = Mapping[str, tuple[str, ...]]

_MEASURE: Properties = {
    "text": ("schema:text",),
    "implements": ("policy:implements",),
    "lead": ("policy:leadAgency",),
    "support": ("policy:supportingAgency",),
    "responsible": ("policy:responsibleAgency",),
    "target": ("policy:hasTarget",),
    "parameter": ("policy:hasParameter",),
    "cites": ("policy:mentionsDocument",),
}
_PLAN: Properties = {
    "title": ("dct:title",),
    "number": ("eli:number",),
    "issued": ("eli:date_document",),
    "published": ("eli:date_publication",),
    "national": ("eli:ensures_implementation_of",),
    "signatories": ("eli:passed_by",),
    "gaps": ("policy:knownGap",),
}
_WORDED = ("text", "printed", "title")
"""Fields whose texts are compared word by word."""
_NAMING = (*LABELS, "eli:number", "schema:text", "rdf:type")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that differs: what was said and what is said, and of a text its wording on both sides."""

    field: str
    old: tuple[Text, ...]
    new: tuple[Text, ...]
    worded: tuple[MarkedText, MarkedText] | None = None

    @property
    def gone(self) -> tuple[Text, ...]:
        """What is said no more."""
        return tuple(each for each in self.old if each not in self.new)

    @property
    def fresh(self) -> tuple[Text, ...]:
        """What was not said before."""
        return tuple(each for each in self.new if each not in self.old)


def state(release: Release, thing: str, language: Language, names: Release | None = None) -> State | None:
    """Return what a release says of a measure or plan, or nothing where it does not hold it.

    ``names`` is the release whose names of bodies, requirements and documents are used where it has them, so that a
    body with a new name is no change of each of its measures.
    """
    facts, others = _own(release, thing)
    if not facts.classes(thing):
        return None
    for other in others:
        named = (_named(names, other) if names else None) or _named(release, other)
        if named:
            facts.merge(named)
    teller = _Teller(facts, Namer(facts, Words(language), facts.curies))
    is_plan = "policy:ImplementationPlan" in facts.classes(thing)
    found = {field: teller.texts(thing, *each) for field, each in (_PLAN if is_plan else _MEASURE).items()}
    return found if is_plan else teller.with_details(thing, found)


def difference(old: State | None, new: State | None) -> tuple[FieldChange, ...]:
    """Return the fields that differ, in their order."""
    before, after = old or {}, new or {}
    return tuple(
        _change(field, before.get(field, ()), after.get(field, ()))
        for field in dict.fromkeys((*after, *before))
        if set(before.get(field, ())) != set(after.get(field, ()))
    )


def _change(field: str, old: tuple[Text, ...], new: tuple[Text, ...]) -> FieldChange:
    worded = None
    if field in _WORDED and len(old) == len(new) == 1:
        worded = overlap(old[0].value, [new[0].value]), overlap(new[0].value, [old[0].value])
    return FieldChange(field, old, new, worded)


@dataclass(frozen=True, slots=True)
class _Teller:
    """Says what facts hold of a thing, other things by their names."""

    facts: Facts
    namer: Namer

    def texts(self, thing: str, *properties: str) -> tuple[Text, ...]:
        """Return what properties say, in an order that says nothing."""
        found = [
            Text(each.value, each.language or "") if isinstance(each, ox.Literal) else self.namer.name(each.value).short
            for each in self.facts.values(thing, *properties)
        ]
        return tuple(sorted(found, key=lambda text: (text.language, text.value)))

    def with_details(self, thing: str, found: dict[str, tuple[Text, ...]]) -> State:
        """Add what a measure says through others: the requirement that it prints, when it is due; no body stands twice."""
        printed = self.facts.text(self.facts.thing(thing, "policy:answers"), "zh", "schema:text")
        when = of_thing(self.facts, thing)
        apart = {*found["lead"], *found["support"]}
        return {
            **found,
            "printed": (printed,) if printed else (),
            "responsible": tuple(each for each in found["responsible"] if each not in apart),
            "target": tuple(self._due(each) for each in self.facts.things(thing, "policy:hasTarget")),
            "when": (Text(when.days),) if when else (),
        }

    def _due(self, target: str) -> Text:
        name, when = self.namer.name(target).short, of_thing(self.facts, target)
        return Text(f"{name.value} ({when.days})", name.language) if when else name


def _own(release: Release, thing: str) -> tuple[Facts, set[str]]:
    """Return what is said of a thing and of its own parts, whose IRIs go on where its own ends, and what they point to."""
    facts = Facts(Curies(release.iris))
    tail = re.escape(re.sub(r"^.*?id/[a-z-]+/", "", thing))
    own = re.compile(rf"{re.escape(release.iris.base)}id/[a-z-]+/{tail}(?:[./].*)?")
    waiting, seen = [thing], {thing}
    while waiting:
        about = [quad.triple for quad in _about(release, waiting.pop())]
        facts.add(about)
        fresh = {each.object.value for each in about if isinstance(each.object, ox.NamedNode)} - seen
        seen |= fresh
        waiting += sorted(iri for iri in fresh if own.fullmatch(iri))
    return facts, {iri for iri in seen if not own.fullmatch(iri)}


def _named(release: Release, thing: str) -> Facts | None:
    """Return what names a thing that a measure or plan points to, or nothing where the release says nothing of it."""
    facts = Facts(Curies(release.iris))
    facts.add(quad.triple for quad in _about(release, thing) if facts.curies.compact(quad.predicate.value) in _NAMING)
    return facts if thing in facts else None


def _about(release: Release, thing: str) -> Iterator[ox.Quad]:
    return release.quads.quads_for_pattern(ox.NamedNode(thing), None, None, None)
