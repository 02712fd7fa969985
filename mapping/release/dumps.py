"""What a release offers for download: each graph in N-Quads, Turtle and JSON-LD, measures as CSV, the documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox

from mapping.records import records as r
from mapping.release.cells import table
from mapping.release.folder import Dump, dump_of
from ontology.iris import Iris
from ontology.terms import prefixes

N_QUADS = "application/n-quads"
FORMATS = {"ttl": (ox.RdfFormat.TURTLE, "text/turtle"), "jsonld": (ox.RdfFormat.JSON_LD, "application/ld+json")}
"""Suffix to engine format and media type of what is written beside N-Quads."""

COLUMNS = (
    "plan", "number", "measure", "text", "printed_requirement", "implements", "agencies", "lead", "supporting",
    "other_agencies", "targets", "parameters", "deadline", "period", "page", "block", "row",
)  # fmt: skip # entries side by side
"""The columns of ``measures.csv``, in order; several values in one cell are separated by ``|``."""


def write_graph(n_quads: bytes, path: Path, staging: Path, graph: str, iris: Iris) -> list[Dump]:
    """Write a graph to ``path`` (without suffix) in every format; ``n_quads`` is sorted, so each file is too."""
    path.parent.mkdir(parents=True, exist_ok=True)
    (nq := path.with_name(f"{path.name}.nq")).write_bytes(n_quads)
    dumps = [dump_of(nq, staging, N_QUADS, graph)]
    for suffix, (engine_format, media_type) in FORMATS.items():
        target = path.with_name(f"{path.name}.{suffix}")
        ox.serialize(_triples(nq), str(target), format=engine_format, prefixes=_prefixes(engine_format, iris))
        dumps.append(dump_of(target, staging, media_type, graph))
    return dumps


def write_whole(parts: list[Path], staging: Path, iris: Iris) -> list[Dump]:
    """Write the whole graph, graph by graph in the order given; ``parts`` are N-Quads files. Streams: memory stays flat."""
    whole = staging / "dumps" / "policygraph.nq"
    with whole.open("wb") as out:
        for part in parts:
            out.write(part.read_bytes())
    dumps = [dump_of(whole, staging, N_QUADS)]
    for suffix, (engine_format, media_type) in FORMATS.items():
        target = whole.with_suffix(f".{suffix}")
        ox.serialize(_triples(whole), str(target), format=engine_format, prefixes=_prefixes(engine_format, iris))
        dumps.append(dump_of(target, staging, media_type))
    return dumps


def _prefixes(engine_format: ox.RdfFormat, iris: Iris) -> dict[str, str] | None:
    return dict(prefixes(iris)) if engine_format == ox.RdfFormat.TURTLE else None


def _triples(path: Path) -> Iterator[ox.Triple]:
    return (quad.triple for quad in ox.parse(path=str(path), format=ox.RdfFormat.N_QUADS))


def measures_csv(plan: r.Plan, names: Mapping[str, str], iris: Iris) -> str:
    """Return a plan's measures as CSV with a header (RFC 4180, CRLF); ``names`` are those of agencies by reference."""
    printed = {quotation.id: quotation.text for quotation in plan.quotations}
    rows = (_row(plan.identifier, each, printed.get(each.answers or "", ""), names, iris) for each in plan.measures)
    return table(COLUMNS, rows)


def _row(plan: str, measure: r.Measure, printed: str, names: Mapping[str, str], iris: Iris) -> list[str | int]:
    def named(agencies: Iterable[str]) -> str:
        return "|".join(names[agency] for agency in agencies)

    bodies = [responsibility.agency for responsibility in measure.responsibilities if responsibility.agency]
    passage = measure.passage
    return [
        plan, measure.number, iris.absolute(measure.id), measure.text, printed,
        "|".join(map(iris.absolute, measure.implements)),
        named(dict.fromkeys(bodies)), named(measure.lead_agency), named(measure.supporting_agency),
        "true" if measure.other_agencies else "false",
        "|".join(map(_quantity, measure.targets)), "|".join(map(_quantity, measure.parameters)),
        measure.deadline or "", _interval(measure.period), passage.page or "", passage.block, passage.row or "",
    ]  # fmt: skip # entries side by side


def _quantity(quantity: r.Quantity) -> str:
    bounds = f"{quantity.min_value or ''}-{quantity.max_value or ''}"
    when = quantity.deadline or _interval(quantity.period)
    return f"{quantity.description}: {quantity.value or bounds} {quantity.unit_text}" + (f" ({when})" if when else "")


def _interval(period: r.Period | None) -> str:
    """Return a period as an interval (ISO 8601)."""
    return f"{period.start_date}/{period.end_date}" if period else ""


def join_csv(parts: list[Path], target: Path) -> None:
    """Join CSV files of the same columns under one header."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as out:
        for position, part in enumerate(parts):
            header, _, body = part.read_bytes().partition(b"\r\n")
            out.write((header + b"\r\n" if position == 0 else b"") + body)
