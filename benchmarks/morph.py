"""Our mapping beside morph-kgc's on the same rows: ``python -m benchmarks.morph --plans 1 --plans 10``.

The records of plans are written as tables, one a type of record and one a key that has several values, and RML maps these to
RDF: ``morph.rml.ttl`` says what the records say, ``morph.closure.rml.ttl`` what follows from it. Ours reads the same records
from JSON. Both go from files to a file, in one process, and must give the same triples; what is compared is CPU time.

morph-kgc stands in an environment of its own, since it needs another pyoxigraph than ours. What it takes until it has read its
rules is its start, which is told apart: what is left is its mapping alone.
"""

from __future__ import annotations

import csv
import re
import resource
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import click
import msgspec
import pyoxigraph as ox

from benchmarks import plan_folders
from benchmarks.figures import Figure, as_table, seconds
from benchmarks.incremental import machine
from mapping import plan_folder
from mapping.extract import extract
from mapping.records import rdf
from mapping.records.records import Plan
from mapping.workbench import Settings, Workbench, workbench
from ontology.iris import REFERENCE_GRAPH, Iris, plan_graph

PACKAGE = "morph-kgc==2.10.0"
RULES = {name: Path(__file__).with_name(f"morph.{name}.ttl") for name in ("rml", "closure.rml")}
CONFIG = """[CONFIGURATION]
output_file = {output}
number_of_processes = 1
logging_level = WARNING

[rows]
mappings = {rules}
"""
TIMED = """
import sys, time
from morph_kgc.args_parser import load_config_from_argument
from morph_kgc.constants import RML_TRIPLES_MAP_CLASS
from morph_kgc.mapping.mapping_parser import retrieve_mappings
from morph_kgc.materializer import _materialize_mapping_group_to_file
config = load_config_from_argument(sys.argv[1])
rules, functions, apis = retrieve_mappings(config)
config.set("CONFIGURATION", "http_api_df", apis.to_csv())
start = time.process_time()
rules_by_triples_map = rules.loc[rules["triples_map_type"] == RML_TRIPLES_MAP_CLASS]
for _, group in rules_by_triples_map.groupby(by="mapping_partition"):
    _materialize_mapping_group_to_file(group, rules, functions, config)
print(start, time.process_time() - start)
"""
"""What the command of morph-kgc does for one process, with the clock read between its start and its mapping."""
OURS = (
    "import sys; from pathlib import Path; from benchmarks import morph; morph.closed(Path(sys.argv[1]), morph.bench())"
)
TAKEN = {"subject", "predicate", "object"}
"""Columns that morph-kgc makes itself while it maps: one of ours by that name would be lost."""


class Compared(NamedTuple):
    """How many triples two sets share, and those that each has alone."""

    both: int
    ours: set[ox.Triple]
    theirs: set[ox.Triple]

    def raise_where_they_differ(self) -> None:
        """Raise with how many there are and one of them."""
        said = [
            f"{len(alone):,} are made by {who} alone, like {min(map(str, alone))}"
            for who, alone in (("ours", self.ours), ("the other", self.theirs))
            if alone
        ]
        if said:
            raise RuntimeError(f"The two mappings share {self.both:,} triples, but {'; '.join(said)}")


def compared(ours: Iterable[ox.Triple], theirs: Iterable[ox.Triple]) -> Compared:
    """Compare two sets of triples, term by term."""
    one, other = set(ours), set(theirs)
    return Compared(len(one & other), one - other, other - one)


# ---- the rows -------------------------------------------------------------------------------------------------------


class Rows:
    """The tables of records: ``Measure`` has a column a key; ``Measure.targets`` has ``id`` and ``value``, a row each."""

    def __init__(self, iris: Iris) -> None:
        self._iris = iris
        self._context: Mapping[str, Any] = rdf.context(iris)
        self.tables: dict[str, list[dict[str, str]]] = defaultdict(list)

    def record(self, node: Mapping[str, Any]) -> str:
        """Write a record and those in it; return its IRI. IRIs are absolute, since RML cannot resolve them."""
        kind, iri = node["type"], self._iris.absolute(node["id"])
        row = {"id": iri}
        for key in node.keys() - {"type", "id"}:
            match node[key]:
                case {"type": _} as inner:
                    row[key] = self.record(inner)
                case dict() as by_language:
                    for tag, texts in by_language.items():
                        if isinstance(texts, str):
                            row[f"{key}_{tag}"] = texts
                        else:
                            self._several(f"{kind}.{key}_{tag}", iri, key, texts)
                case list() | tuple() as values:
                    self._several(f"{kind}.{key}", iri, key, values)
                case value:
                    row[f"{key}_id" if key in TAKEN else key] = self._cell(key, value)
        self.tables[kind].append(row)
        return iri

    def _several(self, table: str, iri: str, key: str, values: Iterable[Any]) -> None:
        for value in values:
            cell = self.record(value) if isinstance(value, dict) else self._cell(key, value)
            self.tables[table].append({"id": iri, "value": cell})

    def _cell(self, key: str, value: object) -> str:
        said = self._context[key]
        if not (isinstance(said, dict) and said.get("@type") == "@id"):
            return str(value).lower() if isinstance(value, bool) else str(value)
        prefix, _, name = str(value).partition(":")
        known = prefix != "pg" and self._context.get(prefix)
        return f"{known}{name}" if isinstance(known, str) else self._iris.absolute(str(value))


def write(rows: Rows, folder: Path) -> None:
    """Write the tables that the rules ask for, whether there are rows or not, and what the command needs beside them."""
    folder.mkdir()
    for name, path in RULES.items():
        (folder / path.name).write_bytes(path.read_bytes())
        read = [each.name for each in RULES.values()][: 1 if name == "rml" else 2]
        config = CONFIG.format(output=f"{name}.nt", rules=",".join(read))
        (folder / f"{name}.ini").write_text(config, "utf-8")
    for table, columns in asked().items():
        found = rows.tables.get(table, [])
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(dict.fromkeys([*columns, *(key for row in found for key in row)])))
            writer.writeheader()
            writer.writerows(found)


def asked() -> dict[str, list[str]]:
    """Return the columns of each table that the rules ask for."""
    columns: dict[str, list[str]] = {}
    for line in "".join(path.read_text("utf-8") for path in RULES.values()).splitlines():
        if found := re.search(r'rml:source "(.+)\.csv"', line):
            table = columns.setdefault(found[1], [])
        elif found := re.search(r'rml:reference "(.+?)"', line):
            table += [found[1]] if found[1] not in table else []
    return columns


# ---- the two mappings -----------------------------------------------------------------------------------------------


def install(folder: Path) -> Path:
    """Make an environment with morph-kgc, unless there is one; return its interpreter."""
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", PACKAGE], check=True)
    return python


class Taken(NamedTuple):
    """The CPU seconds of a run of morph-kgc: until it has read its rules, and after that."""

    start: float
    mapping: float


def theirs(python: Path, folder: Path, rules: str) -> Taken:
    """Map the tables in a folder with morph-kgc."""
    command = [str(python), "-c", TIMED, f"{rules}.ini"]
    said = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout
    return Taken(*map(float, said.split()))


def as_a_process(folder: Path) -> float:
    """Return the CPU seconds of a process that starts, maps the records in a folder as a build does, and ends."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", OURS, folder], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def bench() -> Workbench:
    """Return the workbench of a build without settings."""
    return workbench(Settings())


def stated(folder: Path, iris: Iris) -> None:
    """Map the records in a folder: what they say, in the order in which they say it."""
    with (folder / "ours.rml.nq").open("wb") as out:
        for path in sorted(folder.glob("*.json")):
            plan = msgspec.json.decode(path.read_bytes(), type=Plan)
            ox.serialize(
                ox.parse(rdf.document(plan, iris), format=ox.RdfFormat.JSON_LD), out, format=ox.RdfFormat.N_QUADS
            )


def closed(folder: Path, bench: Workbench) -> None:
    """Map the records in a folder as a build does: with what follows, in named graphs, sorted."""
    with (folder / "ours.closure.rml.nq").open("wb") as out:
        for path in sorted(folder.glob("*.json")):
            plan = msgspec.json.decode(path.read_bytes(), type=Plan)
            graph = bench.graph(plan_graph(plan.identifier))
            with bench.holding(rdf.document(plan, bench.iris), graph):
                out.write(bench.n_quads(graph))


def triples(path: Path) -> Iterator[ox.Triple]:
    """Yield the triples of a file, whichever graph they are in, with numbers as the engine keeps them (1.00 is 1)."""
    store = ox.Store()
    store.bulk_load(path=path, format=ox.RdfFormat.N_QUADS)
    return (quad.triple for quad in store)


# ---- the runs -------------------------------------------------------------------------------------------------------


def of_morph(folder: Path, sizes: Sequence[int], environment: Path | None = None) -> Iterator[Figure]:
    """Yield how fast both map, at numbers of plans; raises where they do not give the same triples."""
    python = install(environment or folder / "environment")
    records = [_record(each) for each in plan_folders.make(folder / "mapped", max(sizes))]
    for size in sizes:
        yield from _at(folder / f"rows-{size}", records[:size], python, alone=size == min(sizes))


def _record(folder: Path) -> Plan:
    loaded = plan_folder.load(folder)
    return extract(loaded, bench().reference, bench().aligner(loaded.settings.national)).plan


def _at(folder: Path, plans: Sequence[Plan], python: Path, *, alone: bool) -> Iterator[Figure]:
    rows = Rows(bench().iris)
    for plan in plans:
        rows.record(msgspec.to_builtins(plan))
    rows.tables["themes"] = _themes(bench())
    write(rows, folder)
    for plan in plans:
        (folder / f"{plan.identifier}.json").write_bytes(msgspec.json.encode(plan))
    measures = sum(len(plan.measures) for plan in plans)
    for rules, what, work in (
        ("rml", "rows to RDF as stated", lambda: stated(folder, bench().iris)),
        ("closure.rml", "rows to RDF, closed and sorted", lambda: closed(folder, bench())),
    ):
        taken, ours = theirs(python, folder, rules), seconds(work)
        same = compared(triples(folder / f"ours.{rules}.nq"), triples(folder / f"{rules}.nt"))
        same.raise_where_they_differ()
        each = f"{what}: {measures:,} measures, {same.both:,} triples"
        unit, beside = "measures/s of one core", "morph-kgc, without its start"
        yield Figure(each, measures / ours, unit, beside, measures / taken.mapping)
    if alone:
        whole = as_a_process(folder)
        beside = f"morph-kgc, of which its start {taken.start:.1f} s"
        yield Figure("the last, a process from its start to its end", whole, "s of CPU", beside, sum(taken))


def _themes(bench: Workbench) -> list[dict[str, str]]:
    """Return the themes of the national requirements, which the reference data say, as a table."""
    pattern = (None, ox.NamedNode(bench.iris.absolute("pg:def#theme")), None, bench.graph(REFERENCE_GRAPH))
    return [
        {"requirement": quad.subject.value, "theme": quad.object.value}
        for quad in bench.store.quads_for_pattern(*pattern)
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode)
    ]


@click.command()
@click.option("--plans", "sizes", multiple=True, type=int, default=(1, 10, 40), show_default=True)
@click.option(
    "--environment", type=click.Path(path_type=Path), help="Where morph-kgc is, or will be installed and stay."
)
def main(sizes: Sequence[int], environment: Path | None) -> None:
    """Print the figures."""
    click.echo(f"{machine()}\n")
    with tempfile.TemporaryDirectory() as folder:
        click.echo(as_table(list(of_morph(Path(folder), sizes, environment))))


if __name__ == "__main__":
    main()
