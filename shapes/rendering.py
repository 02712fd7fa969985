"""Reports for people and machines: text grouped by what to do, JSON, Turtle, GitHub annotations, JUnit."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from itertools import groupby
from xml.etree import ElementTree as ET

import msgspec
import pyoxigraph as ox
from rich.console import Console
from rich.table import Table
from rich.text import Text

from shapes.errors import ProfileError
from shapes.places import SourcePlace, place_of
from shapes.report import SEVERITIES, SH, Report, Result, Severity, report_quads

_STYLE: dict[Severity, str] = {"Violation": "bold red", "Warning": "yellow", "Info": "cyan"}
_ANNOTATION: dict[Severity, str] = {"Violation": "error", "Warning": "warning", "Info": "notice"}
_SHOWN = 20  # findings of one kind: more of the same tell nobody more
_WIDTH = 120
_PREFIXES = {"sh": SH}


class Rendered(msgspec.Struct, frozen=True, kw_only=True):
    """What to render: the report, where its things stand, the profile asked for and the severities it refuses.

    ``judged`` is how many things the shapes had something to say about.
    """

    report: Report
    places: Mapping[str, SourcePlace]
    profile: str
    refused: tuple[Severity, ...]
    node: str
    judged: int

    @property
    def conforms(self) -> bool:
        """Whether the data conform to the profile."""
        return not self.report.of_severity(*self.refused)


def render(rendered: Rendered, output: str) -> str:
    """Return the report as ``human``, ``json``, ``ttl``, ``github`` or ``junit``; raises :class:`ProfileError`."""
    if output not in FORMATS:
        raise ProfileError("there is no such format", where=output, advice=f"Choose one of {', '.join(FORMATS)}.")
    return FORMATS[output](rendered)


def human(rendered: Rendered) -> str:
    """Return a summary, then the findings grouped by what to do, the gravest first; colours only on a terminal's asking."""
    console = Console(file=io.StringIO(), width=_WIDTH, record=True, force_terminal=False)
    verdict = "Conforms" if rendered.conforms else "Does not conform"
    console.print(f"{verdict} to “{rendered.profile}”: {rendered.judged:,} things judged", highlight=False)
    console.print(_summary(rendered))
    for (_, _rule), group in groupby(_by_rule(rendered.report), key=_rule_key):
        _print_group(console, list(group), rendered.places)
    return console.export_text()


def as_json(rendered: Rendered) -> str:
    """Return the report as JSON: the verdict, the counts, and each result with its place."""
    findings = [
        {**msgspec.to_builtins(result), "severity": result.severity, "place": place_of(result, rendered.places)}
        for result in rendered.report.results
    ]
    body = {
        "profile": rendered.profile,
        "conforms": rendered.conforms,
        "judged": rendered.judged,
        "counts": rendered.report.counts,
        "results": findings,
    }
    return msgspec.json.format(msgspec.json.encode(body), indent=2).decode() + "\n"


def turtle(rendered: Rendered) -> str:
    """Return the SHACL validation report as Turtle."""
    quads = report_quads(rendered.report, node=rendered.node, graph=rendered.node)
    triples = (ox.Triple(quad.subject, quad.predicate, quad.object) for quad in quads)
    written = io.BytesIO()
    ox.serialize(triples, written, format=ox.RdfFormat.TURTLE, prefixes=_PREFIXES)
    return written.getvalue().decode()


def github(rendered: Rendered) -> str:
    """Return one workflow command a finding, which shows it beside the file it is about."""
    return "".join(_annotation(result, rendered.places) for result in rendered.report.results)


def junit(rendered: Rendered) -> str:
    """Return JUnit XML: one test case a broken rule, failed where the profile refuses its severity."""
    groups = [list(group) for _, group in groupby(_by_rule(rendered.report), key=_rule_key)]
    failed = [group for group in groups if group[0].severity in rendered.refused]
    suite = ET.Element("testsuite", name=rendered.profile, tests=str(len(groups) or 1), failures=str(len(failed)))
    for group in groups:
        _test_case(suite, group, rendered)
    if not groups:
        ET.SubElement(suite, "testcase", name="shapes", classname=rendered.profile)
    ET.indent(suite)
    return ET.tostring(suite, encoding="unicode", xml_declaration=True) + "\n"


FORMATS: Mapping[str, Callable[[Rendered], str]] = {
    "human": human,
    "json": as_json,
    "ttl": turtle,
    "github": github,
    "junit": junit,
}


def _summary(rendered: Rendered) -> Table:
    table = Table()
    for heading in ("Severity", "Findings", "This profile"):
        table.add_column(heading)
    for severity, count in rendered.report.counts.items():
        verdict = "refuses them" if severity in rendered.refused else "lets them pass"
        table.add_row(Text(severity, style=_STYLE[severity]), str(count), verdict)
    return table


def _print_group(console: Console, group: list[Result], known: Mapping[str, SourcePlace]) -> None:
    first = group[0]
    console.print()
    console.print(Text(f"{first.severity} × {len(group)}", style=_STYLE[first.severity]))
    for language in ("zh", "en"):
        console.print(Text(f"  {first.message(language)}"))
    for result in group[:_SHOWN]:
        console.print(Text(f"    {_line(result, known)}"), soft_wrap=True)
    if len(group) > _SHOWN:
        console.print(f"    … and {len(group) - _SHOWN} more; --format json shows them all")


def _line(result: Result, known: Mapping[str, SourcePlace]) -> str:
    place = place_of(result, known)
    value = "" if result.value == f"<{result.focus}>" else result.value
    parts = [str(place) if place else "", result.focus, value]
    return "  ".join(part for part in parts if part)


def _annotation(result: Result, known: Mapping[str, SourcePlace]) -> str:
    place = place_of(result, known)
    options = f" file={_property(place.file)}" if place and place.file else ""
    where = f"{place}: " if place else ""
    text = _data(f"{where}{result.focus}: {result.message('en')}")
    return f"::{_ANNOTATION[result.severity]}{options}::{text}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _test_case(suite: ET.Element, group: list[Result], rendered: Rendered) -> None:
    first = group[0]
    case = ET.SubElement(suite, "testcase", name=first.rule, classname=rendered.profile)
    lines = "\n".join(_line(result, rendered.places) for result in group)
    if first.severity in rendered.refused:
        ET.SubElement(case, "failure", type=first.severity, message=first.message("en")).text = lines
    else:
        ET.SubElement(case, "system-out").text = f"{first.severity}: {first.message('en')}\n{lines}"


def _rule_key(result: Result) -> tuple[int, str]:
    return SEVERITIES.index(result.severity), result.rule


def _by_rule(report: Report) -> list[Result]:
    return sorted(report.results, key=_rule_key)
