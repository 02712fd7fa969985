"""The numbers: shape by shape, how many things should be as each rule asks, and how many are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mapping.release.quality import DIMENSIONS, Dimension, Share, Tally
from server.quality.request import QualityRequest, rule_by_iri
from server.words.labels import Text
from server.words.links import Link
from shapes.report import Severity


@dataclass(frozen=True, slots=True)
class Measured:
    """A number with its bar: ``found`` of ``expected``, ``percent`` rounded down to a tenth."""

    found: int
    expected: int

    @property
    def lacking(self) -> int:
        """How many are not as they should be."""
        return self.expected - self.found

    @property
    def percent(self) -> str:
        """The share as people write it; only all of them are 100 %."""
        if not self.expected:
            return "–"
        tenths = self.found * 1000 // self.expected
        return f"{tenths // 10} %" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10} %"

    @property
    def width(self) -> str:
        """The share as a number from 0 to 100, for a picture."""
        return f"{self.found * 1000 // self.expected / 10:g}" if self.expected else "0"


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule with its number; ``lacking`` leads to those that are not as it asks."""

    rule: Text
    href: str
    dimension: Dimension
    severity: Severity
    measured: Measured
    lacking: str | None


@dataclass(frozen=True, slots=True)
class ShapeSection:
    """The rules of a shape; ``things`` is how many there are."""

    shape: Link
    things: int
    lines: tuple[RuleLine, ...]

    @property
    def has_faults(self) -> bool:
        """Whether something is not as it should be; what need not be there is no fault."""
        return any(line.measured.lacking and line.dimension != "coverage" for line in self.lines)


def sections(scene: QualityRequest, tallies: Iterable[Tally], plan: str | None) -> tuple[ShapeSection, ...]:
    """Return the tallies by shape; with a plan, each leads to what is not as it should be."""
    known = rule_by_iri(scene.iris)
    by_shape: dict[str, list[Tally]] = {}
    for tally in tallies:
        if tally.rule in known:
            by_shape.setdefault(known[tally.rule].shape, []).append(tally)
    found = [
        ShapeSection(
            scene.addresses.link(shape, scene.name_of(shape)),
            max(tally.expected for tally in each),
            tuple(_line(scene, tally, plan) for tally in each),
        )
        for shape, each in by_shape.items()
    ]
    return tuple(sorted(found, key=lambda section: not section.has_faults))


def _line(scene: QualityRequest, tally: Tally, plan: str | None) -> RuleLine:
    rule = rule_by_iri(scene.iris)[tally.rule]
    measured = Measured(tally.found, tally.expected)
    return RuleLine(
        rule=scene.name_of(tally.rule),
        href=scene.addresses.document(tally.rule) or tally.rule,
        dimension=DIMENSIONS[rule.kind],
        severity=rule.severity,
        measured=measured,
        lacking=lacking_address(scene, plan, "/".join(rule.name)) if plan and measured.lacking else None,
    )


def lacking_address(scene: QualityRequest, plan: str, rule: str, page: int = 1) -> str:
    """Return the address of the list of those that are not as a rule asks."""
    return scene.addresses.to("lacking", plan, rule=rule, page=page if page > 1 else None)


def dimensions(shares: dict[Dimension, Share], read: Share | None) -> dict[Dimension, Measured]:
    """Return the sums of the dimensions, as far as something was measured.

    What a plan covers is how much of its text was read. What a source may leave out is counted rule by rule and not summed
    up: most of it no plan could have, so that its sum would tell nothing.
    """
    found: dict[Dimension, Share | None] = {**shares, "coverage": read}
    return {name: Measured(each.found, each.expected) for name, each in found.items() if each and each.expected}
