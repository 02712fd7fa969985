"""Targets by place: numbers of one unit under one requirement, side by side.

A number is shown as its plan states it, in the unit it is counted in (10亿元 is 1,000,000,000 元). Nothing is divided by
the number of inhabitants or shops: no source here says it. A share carries its own denominator, so shares compare.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from mapping.comparable import folded
from server.compare.view import Comparison, ComparisonContext, Record
from server.release.embedding import PictureAddress
from server.words.facts import Facts
from server.words.labels import Text
from server.words.links import Link
from server.words.names import grouped
from server.words.pictures import Bars, bars
from server.words.when import When, of_thing

FIELDS = (
    "requirement", "requirement_number", "unit", "unit_iri", "place", "place_label", "measure", "number",
    "description", "translation", "value", "min_value", "max_value", "deadline", "period", "time_of", "is_share", "target",
)  # fmt: skip # entries side by side
LIMIT = 3000
"""The most targets of one table; ``compare-targets.rq`` holds the same number."""
_SHARE = "%"


@dataclass(frozen=True, slots=True)
class ComparedTarget:
    """A number that a measure will reach; ``value`` or bounds as the graph has them."""

    iri: str
    measure: str
    number: str
    place: str
    themes: tuple[str, ...]
    requirements: tuple[str, ...]
    description: str
    translation: str | None
    value: str | None
    least: str | None
    most: str | None
    unit: str
    unit_iri: str | None
    when: When | None

    @property
    def amount(self) -> str:
        """The number for people: ``200``, ``4–5``, ``≥ 20``."""
        if self.value is not None:
            return grouped(self.value)
        if self.least is not None and self.most is not None:
            return f"{grouped(self.least)}–{grouped(self.most)}"
        return f"≥ {grouped(self.least)}" if self.least is not None else f"≤ {grouped(self.most)}"

    @property
    def text(self) -> str:
        """The target in one line."""
        return f"{self.description}: {self.amount} {self.unit}"

    @property
    def size(self) -> Decimal:
        """The number that a bar shows: the value, else the lower bound, else the upper one."""
        return Decimal(self.value or self.least or self.most or "0")


@dataclass(frozen=True, slots=True)
class TargetRow:
    """The targets of one unit under one requirement; ``bars`` where two places or more have any, ``embed`` is where these
    stand by themselves, and ``chosen`` whether the comparison is of this requirement and unit.
    """

    requirement: Link | None
    text: Text | None
    translation: str | None
    unit: str
    is_share: bool
    cells: tuple[tuple[tuple[ComparedTarget, Link], ...], ...]
    bars: Bars | None
    href: str
    embed: PictureAddress | None
    chosen: bool


def targets(context: ComparisonContext) -> tuple[ComparedTarget, ...]:
    """Return the targets of the chosen places, by place and measure."""
    facts = context.asker.facts("targets", context.choice.plans, **context.under())
    order = {place.iri: position for position, place in enumerate(context.choice.with_text)}
    found = [target for target in _read(facts) if target.place in order]
    return tuple(sorted(found, key=lambda each: (order[each.place], each.measure, each.iri)))


def _read(facts: Facts) -> Iterator[ComparedTarget]:
    for measure in facts.of_class("policy:Measure"):
        plan = facts.thing(measure, "eli:is_part_of")
        for iri in facts.things(measure, "policy:hasTarget"):
            yield ComparedTarget(
                iri=iri,
                measure=measure,
                number=facts.string(measure, "eli:number") or "",
                place=facts.thing(plan, "eli:jurisdiction") or "",
                themes=tuple(facts.things(measure, "policy:theme")),
                requirements=tuple(facts.things(measure, "policy:implements")),
                description=facts.string(iri, "schema:description") or "",
                translation=facts.string(iri, "policy:unofficialTranslation"),
                value=facts.string(iri, "schema:value"),
                least=facts.string(iri, "schema:minValue"),
                most=facts.string(iri, "schema:maxValue"),
                unit=facts.string(iri, "schema:unitText") or "",
                unit_iri=facts.thing(iri, "qudt:hasUnit"),
                when=of_thing(facts, iri, measure),
            )


def compare_targets(context: ComparisonContext) -> Comparison:
    """Return the comparison of targets, those first that most places have."""
    found = targets(context)
    kept = [target for target in found if context.choice.unit in {None, target.unit}]
    groups = _groups(kept)
    units = sorted({target.unit for target in found})
    rows = [_row(context, requirement, unit, group) for (requirement, unit), group in groups.items()]
    rows.sort(key=lambda row: -sum(1 for cell in row.cells if cell))
    return Comparison(
        template="targets",
        shown={"rows": rows, "units": units, "cut": len(found) >= LIMIT, "limit": LIMIT},
        fields=FIELDS,
        records=tuple(_records(context, groups)),
        triples=lambda: context.asker.triples("targets", context.choice.plans, **context.under()),
    )


_Groups = dict[tuple[str, str], list[ComparedTarget]]


def _groups(found: Iterable[ComparedTarget]) -> _Groups:
    groups: _Groups = {}
    for target in found:
        for requirement in target.requirements or ("",):
            groups.setdefault((requirement, target.unit), []).append(target)
    return dict(sorted(groups.items()))


def _row(context: ComparisonContext, requirement: str, unit: str, group: list[ComparedTarget]) -> TargetRow:
    cells = tuple(
        tuple(
            (target, context.link(target.measure, Text(target.number))) for target in group if target.place == place.iri
        )
        for place in context.choice.with_text
    )
    division = next((each for each in context.choice.national.requirements if each.iri == requirement), None)
    own = replace(context.choice.with_requirement(division), unit=unit)
    return TargetRow(
        requirement=context.link(requirement, Text(division.number if division else "")) if requirement else None,
        text=context.known.facts.text(requirement, context.language, "schema:text", "dct:title")
        if requirement
        else None,
        translation=_excerpt(context.known.facts.string(requirement, "policy:unofficialTranslation")),
        unit=unit,
        is_share=unit == _SHARE,
        cells=cells,
        bars=_bars(context, cells),
        href=context.choice.with_requirement(division).address("requirement") if division else "",
        embed=PictureAddress(own.embed("targets", context.language), own.embed("targets.svg", context.language))
        if division
        else None,
        chosen=division is not None and own == context.choice,
    )


def _excerpt(translation: str | None) -> str | None:
    return Text(translation, "en").excerpt(80).value if translation else None


def _bars(context: ComparisonContext, cells: tuple[tuple[tuple[ComparedTarget, Link], ...], ...]) -> Bars | None:
    if sum(1 for cell in cells if cell) < 2:  # one place compares with nothing
        return None
    if (
        len({folded(target.description) for cell in cells for target, _ in cell}) > 1
    ):  # of one unit, but not of one thing
        return None
    return bars(
        [
            (
                context.called(place),
                f"{target.amount} {target.unit} · {target.description}",
                float(target.size),
                to.href,
            )
            for place, cell in zip(context.choice.with_text, cells, strict=True)
            for target, to in cell
        ]
    )


def _records(context: ComparisonContext, groups: _Groups) -> Iterator[Record]:
    numbers = {each.iri: each.number for each in context.choice.national.requirements}
    for (requirement, unit), group in groups.items():
        for target in group:
            yield {
                "requirement": requirement, "requirement_number": numbers.get(requirement, ""),
                "unit": unit, "unit_iri": target.unit_iri,
                "place": target.place, "place_label": context.name(target.place),
                "measure": target.measure, "number": target.number, "description": target.description,
                "translation": target.translation,
                "value": target.value, "min_value": target.least, "max_value": target.most,
                **_times(target.when), "is_share": unit == _SHARE, "target": target.iri,
            }  # fmt: skip # entries side by side


def _times(when: When | None) -> Record:
    """Return the last day, the period if it is one, and whose time it is."""
    return {
        "deadline": when.last if when else None,
        "period": when.period if when else None,
        "time_of": ("measure" if when.of_measure else "target") if when else None,
    }
