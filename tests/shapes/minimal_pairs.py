"""The minimal pairs: ``valid.ttl`` and small SPARQL updates, each of which breaks one constraint and says which."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from shapes.report import SH, Report

FOLDER = Path(__file__).parent
VALID = FOLDER / "valid.ttl"
SHAPE = "https://w3id.org/policygraph/shape/"
_CLAIM = re.compile(r"^# (Breaks|And so also) (\S+), (\w+)[.:]", re.MULTILINE)

type_of_constraint = tuple[str, str]
"""A shape or SPARQL constraint by its local name, and a constraint component by its short name."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One change to ``valid.ttl``: the constraint under test and what else cannot but break with it."""

    path: Path
    breaks: tuple[type_of_constraint, ...]

    @property
    def name(self) -> str:
        return f"{self.path.parent.name}/{self.path.stem}"

    @property
    def under_test(self) -> type_of_constraint:
        return self.breaks[0]

    def data(self) -> ox.Store:
        """Return the data of ``valid.ttl`` with the change made."""
        store = ox.Store()
        store.load(path=VALID, format=ox.RdfFormat.TURTLE)
        before = frozenset(store)
        store.update(self.path.read_text("utf-8"))
        assert frozenset(store) != before, f"{self.name} changes nothing"
        return store


def pairs() -> list[Pair]:
    """Return the pairs whose second half is invalid, in order."""
    return [Pair(path, _claims(path)) for path in sorted(FOLDER.glob("*/*.ru")) if not path.name.endswith(".valid.ru")]


def variants() -> list[Pair]:
    """Return the changes that break nothing."""
    return [Pair(path, ()) for path in sorted(FOLDER.glob("*/*.valid.ru"))]


def broken(report: Report) -> set[type_of_constraint]:
    """Return the constraints that a report says are broken."""
    return {
        (result.rule.removeprefix(SHAPE), result.component.removeprefix(SH).removesuffix("ConstraintComponent"))
        for result in report.results
    }


def _claims(path: Path) -> tuple[type_of_constraint, ...]:
    found = _CLAIM.findall(path.read_text("utf-8"))
    assert found, f"{path}: the first line says which constraint it breaks"
    assert found[0][0] == "Breaks", f"{path}: the first line says which constraint it breaks"
    return tuple((shape, component) for _, shape, component in found)
