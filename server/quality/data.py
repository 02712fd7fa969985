"""The twins of the pages for machines: JSON, CSV and Turtle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

import msgspec
import pyoxigraph as ox

from mapping.release.quality import DIMENSIONS, Overview, Tally, share
from mapping.release.tables.cells import table
from ontology.terms import prefixes
from server.quality.reports import Assessment
from server.quality.request import QualityRequest, rule_by_iri
from server.release import queries
from server.web import rdf
from server.web.representations import TURTLE
from server.words.language import Words
from shapes.places import place_of
from shapes.report import SEVERITIES

_LINE = ("plan", "title_zh", "title_en", "jurisdiction", "measures", "held_back", "profile")
_READING = "reading"
_RULE = ("shape", "rule", "name_zh", "name_en", "dimension", "severity", "expected", "found", "share")


def overview_json(scene: QualityRequest, overview: Overview) -> bytes:
    """Return all plans with their sums, the reasons for those held back, and the tallies of all together."""
    body = {
        "release": scene.now.id,
        "plans": overview.plans,
        "heldBack": scene.now.manifest.held_back,
        "rules": list(_rules(scene, overview.tallies)),
    }
    return msgspec.json.format(msgspec.json.encode(body), indent=1)


def plan_json(scene: QualityRequest, assessed: Assessment) -> bytes:
    """Return what is known of a plan's quality; ``places`` say where in the document a finding stands."""
    counted = assessed.quality
    known = counted.places if counted else {}
    findings = [{**msgspec.to_builtins(result), "place": place_of(result, known)} for result in assessed.report.results]
    body: dict[str, Any] = {
        "release": scene.now.id,
        "plan": assessed.plan,
        "heldBack": assessed.held_back.why if assessed.held_back else None,
        "profile": counted.profile if counted else None,
        "counts": assessed.report.counts,
        "shares": counted.shares if counted else {},
        "reading": counted.reading if counted else None,
        "rules": list(_rules(scene, counted.tallies)) if counted else [],
        "findings": findings,
    }
    return msgspec.json.format(msgspec.json.encode(body), indent=1)


def _rules(scene: QualityRequest, tallies: Iterable[Tally]) -> Iterator[dict[str, Any]]:
    known = rule_by_iri(scene.iris)
    for tally in tallies:
        if rule := known.get(tally.rule):
            names = scene.names_of(tally.rule)
            yield {
                "shape": rule.shape,
                "rule": rule.rule,
                "name_zh": names.get("zh", ""),
                "name_en": names.get("en", ""),
                "dimension": DIMENSIONS[rule.kind],
                "severity": rule.severity,
                "expected": tally.expected,
                "found": tally.found,
                "share": share(tally.expected, tally.found),
            }


def overview_csv(overview: Overview) -> str:
    """Return a row a plan, with the counts of its findings and the sums of its dimensions."""
    sums = [f"{dimension}_{each}" for dimension in (*DIMENSIONS.values(), _READING) for each in ("expected", "found")]
    return table((*_LINE, *(severity.lower() for severity in SEVERITIES), *sums), _overview_rows(overview))


def _overview_rows(overview: Overview) -> Iterator[Sequence[object]]:
    for line in overview.plans:
        shares = [*(line.shares.get(dimension) for dimension in DIMENSIONS.values()), line.read]
        yield (
            line.plan,
            line.title.get("zh", ""),
            line.title.get("en", ""),
            line.jurisdiction.rpartition("/")[2],
            line.measures,
            str(line.held_back).lower(),
            line.profile or "",
            *(line.counts.get(severity, 0) for severity in SEVERITIES),
            *chain.from_iterable((each.expected, each.found) if each else (0, 0) for each in shares),
        )


def plan_csv(scene: QualityRequest, assessed: Assessment) -> str:
    """Return a row a rule, then one of how much was read."""
    counted = assessed.quality
    rows = [list(row.values()) for row in _rules(scene, counted.tallies if counted else ())]
    if counted and counted.reading and counted.reading.share.expected:
        read = counted.reading.share
        names = [Words("zh")("quality.reading"), Words("en")("quality.reading")]
        rows.append(["", "", *names, _READING, "", read.expected, read.found, share(read.expected, read.found)])
    return table(_RULE, rows)


def overview_turtle(scene: QualityRequest) -> bytes:
    """Return the measurements of whole plans with their metrics; the graph of quality holds those of every rule."""
    return _turtle(scene, scene.now.store.construct(queries.load("quality-overview", scene.iris), {}))


def plan_turtle(scene: QualityRequest, assessed: Assessment) -> bytes:
    """Return the SHACL report of a plan and its measurements."""
    triples = (
        quad.triple for file in assessed.files for quad in ox.parse(file.read_bytes(), format=ox.RdfFormat.N_QUADS)
    )
    return _turtle(scene, triples)


def _turtle(scene: QualityRequest, triples: Iterable[ox.Triple]) -> bytes:
    return rdf.serialized(sorted(triples, key=str), TURTLE, prefixes(scene.iris))
