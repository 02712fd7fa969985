"""Quality as data: how many things of a plan should be as each rule of the shapes asks, and how many are (DQV).

Nothing here knows a rule: the shapes do. The numbers go into the quality graph as measurements with defined metrics; which
things fail a rule is in the report beside them, and what they lack in an optional property can be asked of the graph.
What is written is described in :mod:`mapping.release.quality`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

import msgspec
import pyoxigraph as ox

from mapping.blocks import Place
from mapping.extract import PlanExtraction
from mapping.layout.coverage import LOSSES, NOT_READ
from mapping.plan_folder import PlanFolder
from mapping.records import rdf
from mapping.records import records as r
from mapping.release.quality import (
    DIMENSIONS,
    OVERVIEW,
    Dimension,
    Overview,
    PlanQuality,
    Quality,
    Reading,
    Share,
    Tally,
    Unread,
    share,
)
from mapping.workbench import Workbench
from ontology.iris import QUALITY_GRAPH, Iris, of_plan, publisher
from shapes import library, profiles
from shapes.clearing.data import Data
from shapes.places import SourcePlace, places
from shapes.report import Report
from shapes.rules import names, rules

READING = "reading"
"""The metric, and its dimension, of how much of what looks like measures was read."""
_DECIMAL = "http://www.w3.org/2001/XMLSchema#decimal"


def count(plan: r.Plan, report: Report, reading: Reading, said: Data, bench: Workbench) -> Quality:
    """Return what can be counted of the plan that is on the bench, whose graph is ``said``."""
    tallies = tuple(_tallies(said, report, bench.iris))
    found = {result.focus for result in report.results} | {result.value.strip("<>") for result in report.results}
    known = places(bench.store, iris=bench.iris, of=found) if found else {}
    return Quality(
        plan=plan.identifier,
        title=plan.title,
        jurisdiction=plan.jurisdiction,
        measures=len(plan.measures),
        profile=profiles.best(report, iris=bench.iris),
        counts=report.counts,
        shares=_shares(tallies, reading, bench.iris),
        tallies=tallies,
        places=dict(sorted(known.items())),
        reading=reading,
    )


def reading_of(extraction: PlanExtraction, folder: PlanFolder) -> Reading:
    """Return how much of what looks like measures was read of a plan, and the places of what was not."""
    found = extraction.coverage
    warnings = [finding for finding in extraction.findings if finding.severity == "warning"]
    places = [
        (finding.code, finding.place)
        for finding in warnings
        if finding.code in LOSSES and finding.place in found.places
    ]
    return Reading(
        read=found.read,
        unread=found.unread,
        places=tuple(Unread(kind=code, place=_source(place)) for code, place in dict.fromkeys(places) if place),
        omissions=tuple(dict.fromkeys(finding.message for finding in warnings if finding.code == NOT_READ)),
        accepted=folder.settings.accept_unread or {},
    )


def _source(place: Place) -> SourcePlace:
    return SourcePlace(page=place.page, block=place.block, row=place.row)


def _tallies(said: Data, report: Report, iris: Iris) -> Iterator[Tally]:
    failing: defaultdict[str, set[str]] = defaultdict(set)
    for result in report.results:
        failing[result.rule].add(result.focus)
    for rule in rules(iris):
        if things := said.instances(ox.NamedNode(rule.target)):
            has = said.values(ox.NamedNode(rule.path)).keys() if rule.kind == "optional" and rule.path else set()
            found = len(things & has) if rule.kind == "optional" else len(things) - len(failing[rule.rule])
            yield Tally(rule=rule.rule, expected=len(things), found=found)


def _shares(tallies: Iterable[Tally], reading: Reading, iris: Iris) -> dict[Dimension, Share]:
    """Return the sums of the dimensions. What a plan covers is how much of its text was read: what a source may leave out
    is counted rule by rule and not summed up, since most of it no plan could have.
    """
    dimension_of = {rule.rule: DIMENSIONS[rule.kind] for rule in rules(iris)}
    found = {dimension: Share() for dimension in DIMENSIONS.values()}
    for tally in tallies:
        before = found[dimension_of[tally.rule]]
        found[dimension_of[tally.rule]] = Share(
            expected=before.expected + tally.expected, found=before.found + tally.found
        )
    return {**found, "coverage": reading.share}


def write(counted: Quality, name: str, staging: Path, bench: Workbench) -> None:
    """Write what was counted of a plan below ``reports/``, as measurements and as JSON."""
    path = staging / "reports" / f"{name}.quality.json"
    path.write_bytes(msgspec.json.format(msgspec.json.encode(counted), indent=1))
    _write_records(_measurements(counted, bench.iris), path.with_suffix(".nq"), bench)


def _write_records(records: Iterable[r.Record], path: Path, bench: Workbench) -> None:
    graph = bench.iris.absolute(QUALITY_GRAPH)
    path.write_bytes(rdf.n_quads(rdf.quads_together(records, graph, bench.iris)))


def _measurements(counted: Quality, iris: Iris) -> Iterator[r.Record]:
    dataset = of_plan("dataset", counted.plan)
    if reached := profiles.NAMES[: profiles.NAMES.index(counted.profile) + 1] if counted.profile else ():
        yield r.Dataset(id=dataset, conforms_to=tuple(f"{library.NAMESPACE}profile/{name}" for name in reached))
    names = {rule.rule: rule.name for rule in rules(iris)}
    sums = [((dimension,), each.expected, each.found) for dimension, each in counted.shares.items() if each.expected]
    each_rule = [(names[tally.rule], tally.expected, tally.found) for tally in counted.tallies]
    read = counted.reading
    looks = [((READING,), read.read + read.unread, read.read)] if read and read.read + read.unread else []
    for name, expected, found in [*sums, *looks, *each_rule]:
        yield r.Measurement(
            id=of_plan("measurement", counted.plan, *name),
            computed_on=dataset,
            metric=publisher("metric", *name),
            share=share(expected, found),
            expected=expected,
            found=found,
        )


def write_overview(staging: Path, bench: Workbench) -> None:
    """Write the definitions of the metrics, and all plans together, below ``reports/``."""
    folder = staging / "reports"
    plans: list[PlanQuality] = []
    sums: dict[str, tuple[int, int]] = {}
    for path in sorted(folder.rglob("*.quality.json")):
        counted = msgspec.json.decode(path.read_bytes(), type=Quality)
        plans.append(line := _line(counted, path.parent.name == "held-back"))
        if not line.held_back:
            _add(counted.tallies, sums)
    plans.sort(key=lambda line: line.plan)
    together = (Tally(rule=rule, expected=expected, found=found) for rule, (expected, found) in sorted(sums.items()))
    overview = Overview(plans=tuple(plans), tallies=tuple(together))
    (folder / OVERVIEW).write_bytes(msgspec.json.format(msgspec.json.encode(overview), indent=1))
    _write_records([*_dimensions(), *_metrics(bench.iris)], folder / "metrics.nq", bench)


def _line(counted: Quality, held_back: bool) -> PlanQuality:
    shared = {
        name: getattr(counted, name) for name in PlanQuality.__struct_fields__ if name not in ("held_back", "read")
    }
    read = counted.reading.share if counted.reading else None
    return PlanQuality(**shared, held_back=held_back, read=read)


def _add(tallies: Sequence[Tally], sums: dict[str, tuple[int, int]]) -> None:
    """Add what was counted of a plan to what was of all."""
    for tally in tallies:
        expected, found = sums.get(tally.rule, (0, 0))
        sums[tally.rule] = (expected + tally.expected, found + tally.found)


class _Words(msgspec.Struct, frozen=True):
    """What ``words.toml`` says of a dimension."""

    label: dict[str, str]
    definition: dict[str, str]
    metric: dict[str, str]
    sum: dict[str, str] | None = None


@cache
def _words() -> dict[str, _Words]:
    text = files("mapping.quality").joinpath("words.toml").read_bytes()
    return msgspec.toml.decode(text, type=dict[str, _Words])


def _dimensions() -> Iterator[r.Record]:
    for dimension, words in _words().items():
        identifier = publisher("dimension", dimension)
        yield r.Dimension(id=identifier, pref_label=words.label, definition=words.definition)
        yield r.Metric(
            id=publisher("metric", dimension),
            pref_label=words.label,
            definition=words.sum or words.definition,
            dimension=identifier,
            expected_data_type=_DECIMAL,
        )


def _metrics(iris: Iris) -> Iterator[r.Metric]:
    labels = names(iris)
    for rule in {each.rule: each for each in rules(iris)}.values():
        dimension = DIMENSIONS[rule.kind]
        shape, name = labels[rule.shape], labels[rule.rule]
        label = {
            tag: shape[tag] if rule.rule == rule.shape else f"{shape[tag]}{_COLON[tag]}{name[tag]}" for tag in _COLON
        }
        yield r.Metric(
            id=publisher("metric", *rule.name),
            pref_label=label,
            definition=_words()[dimension].metric,
            dimension=publisher("dimension", dimension),
            expected_data_type=_DECIMAL,
            rule=rule.rule,
        )


_COLON = {"zh": "：", "en": ": "}
