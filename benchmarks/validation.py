"""Measures validated per second: ours in one process and in all, beside plain pyshacl, rudof and shacl-engine.

    python -m benchmarks.validation --plans 2000 --sample 20

The small plan of the tests is copied, with 84 measures in each copy, every one with all that a measure can have. Ours
validates all plans with every core, and first a tenth of them, so that the peaks of memory can be compared; the others get a
sample of the plans, merged, because they hold everything in memory and some need minutes. Each runs in a process of its own;
each line says how many measures it did, how many a second, and the highest memory of any of its processes. Who is not
installed is left out, with the reason.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import re
import resource
import shutil
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
import pyshacl
from pyshacl.graph_abstraction import OxigraphDataGraph
from rdflib import RDF, Graph
from rdflib.namespace import SH

from ontology import vocabulary
from ontology.iris import DEFAULT_BASE, DEFAULT_VOCABULARY, REFERENCE_GRAPH, Iris
from shapes import library
from shapes.batch import Verdict, validate_many
from shapes.dump import cut

IRIS = Iris()
MEASURES = 84  # as many as the plan of Tianjin has
VALID = Path(__file__).parents[1] / "tests" / "shapes" / "valid.ttl"
_COPIED = re.compile(
    rf"<{DEFAULT_BASE}id/(measure|quotation|responsibility|target|parameter|passage|mapping|citation|position|quote)/[^>]+"
)


def main() -> None:
    """Print one line per validator."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=int, default=200, help="plans that ours validates with every core")
    parser.add_argument("--sample", type=int, default=10, help="plans that each validator does in one process")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for plans in sorted({given.plans, given.plans // 10 or 1, given.sample}):
            write_copies(plans, folder / f"{plans}.nq", folder / "reference.nq")
        print(f"{os.cpu_count()} cores, {MEASURES} measures in each plan")
        for title, plans, run in contestants(given.plans, given.sample, folder):
            measured = in_a_process(run, folder / f"{plans}.nq", folder / "reference.nq", folder)
            report(title, plans * MEASURES, measured)


Run = Callable[[Path, Path, Path], str]


class Measured(NamedTuple):
    """What a validator said, how many seconds it took, and its highest memory in MiB."""

    verdict: str
    seconds: float
    peak: int


def contestants(plans: int, sample: int, folder: Path) -> Iterator[tuple[str, int, Run]]:
    """Yield each validator: its name, how many plans it gets, and what runs it and returns what it found."""
    yield "ours, all cores", plans // 10 or 1, ours_parallel
    yield "ours, all cores", plans, ours_parallel
    yield "ours, one process", sample, ours
    yield "plain pyshacl, one process", sample, plain
    yield "rudof", sample, rudof
    missing = install_shacl_engine(folder)
    yield "shacl-engine", sample, partial(absent, missing) if missing else shacl_engine


def absent(why: str, _dump: Path, _reference: Path, _folder: Path) -> str:
    """Say why a validator is not here."""
    return why


def in_a_process(run: Run, dump: Path, reference: Path, folder: Path) -> Measured:
    """Run a validator alone in a process, so that its memory is its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as executor:
        return executor.submit(measured, run, dump, reference, folder).result()


def measured(run: Run, dump: Path, reference: Path, folder: Path) -> Measured:
    """Return what a validator said, its time, and the highest memory of this process or one of its children."""
    start = time.perf_counter()
    verdict = run(dump, reference, folder)
    seconds = time.perf_counter() - start
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return Measured(verdict, seconds, peak // 1024)


def report(title: str, measures: int, found: Measured) -> None:
    """Print how fast a validator was."""
    is_absent = found.verdict.startswith("absent")
    speed = "absent" if is_absent else f"{measures / found.seconds:,.0f} measures/s"
    size = f"{measures:,} measures"
    print(f"{title:27} {size:>17} {speed:>18} {found.seconds:8.1f} s {found.peak:6} MiB  {found.verdict}", flush=True)


def ours(dump: Path, reference: Path, _folder: Path) -> str:
    """Validate plan by plan in this process; no plan but the one in hand is in memory."""
    return counted(validate_many(cut(dump, IRIS).plans, reference, iris=IRIS))


def ours_parallel(dump: Path, reference: Path, _folder: Path) -> str:
    """Validate plan by plan in a process for each core."""
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as executor:
        return counted(validate_many(cut(dump, IRIS).plans, reference, iris=IRIS, executor=executor))


def counted(verdicts: Iterable[Verdict]) -> str:
    """Return how many results there are, as a sentence."""
    return f"{sum(len(verdict.report.results) for verdict in verdicts)} results"


class Spared(OxigraphDataGraph):
    """A store as pyshacl takes it, whose quads are not all counted whenever pyshacl asks whether it has a graph."""

    def __bool__(self) -> bool:
        return True


def plain(dump: Path, reference: Path, _folder: Path) -> str:
    """Validate everything merged with pyshacl's own entry point, over a store, and spare it the counting of the store."""
    store = ox.Store()
    for path in (reference, dump):
        store.bulk_load(path=path, format=ox.RdfFormat.N_QUADS)
    data = Spared(store)
    data.default_union = True  # type: ignore[misc] # its setter is declared under a second name
    _, found, _ = pyshacl.validate(data, shacl_graph=library.load(IRIS))
    return (
        f"{len(set(found.subjects(RDF.type, SH.ValidationResult)))} results" if isinstance(found, Graph) else str(found)
    )


def rudof(dump: Path, reference: Path, folder: Path) -> str:
    """Validate everything merged with rudof's Python package."""
    if importlib.util.find_spec("pyrudof") is None:
        return "absent: pyrudof is not installed (pip install pyrudof)"
    import pyrudof  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415 - optional

    data, shapes = merged(dump, reference, folder)
    engine = pyrudof.Rudof(pyrudof.RudofConfig())
    engine.read_data(str(data), pyrudof.RDFFormat.NTriples)
    engine.read_shacl(str(shapes), pyrudof.ShaclFormat.Turtle)
    found = engine.validate_shacl()
    return f"{len(found.violations)} results: {most(one.constraint_component.rpartition('#')[2] for one in found.violations)}"


def most(components: Iterable[str]) -> str:
    """Return which constraint components were reported how often."""
    return ", ".join(f"{count} {name}" for name, count in Counter(components).most_common())


def install_shacl_engine(folder: Path) -> str:
    """Install shacl-engine from npm for this run; return why not, or nothing."""
    if shutil.which("npm") is None or shutil.which("node") is None:
        return "absent: npm and node are not here"
    packages = ("shacl-engine", "n3", "@rdfjs/dataset", "@rdfjs/data-model")
    done = subprocess.run(["npm", "install", "--silent", "--prefix", str(folder), *packages], check=False, timeout=120)
    return "" if done.returncode == 0 else "absent: npm could not install it"


def shacl_engine(dump: Path, reference: Path, folder: Path) -> str:
    """Validate everything merged with shacl-engine."""
    data, shapes = merged(dump, reference, folder)
    script = folder / "run.mjs"
    script.write_text((Path(__file__).parent / "shacl_engine.mjs").read_text("utf-8"), "utf-8")
    command = ["node", "--max-old-space-size=8192", str(script), str(data), str(shapes)]
    done = subprocess.run(command, check=True, capture_output=True, timeout=1800)
    found = json.loads(done.stdout)["components"]
    return f"{len(found)} results: {most(found)}"


def merged(dump: Path, reference: Path, folder: Path) -> tuple[Path, Path]:
    """Return N-Triples of everything and one Turtle file of the shapes, for those who know no graphs."""
    data, shapes = folder / "merged.nt", folder / "shapes.ttl"
    if not data.exists():
        with data.open("wb") as out:
            for path in (reference, dump):
                quads = ox.parse(path=path, format=ox.RdfFormat.N_QUADS)
                ox.serialize((quad.triple for quad in quads), out, format=ox.RdfFormat.N_TRIPLES)
        library.load(IRIS).serialize(shapes, format="turtle")
    return data, shapes


def write_copies(plans: int, dump: Path, reference: Path) -> None:
    """Write the plan of the tests ``plans`` times, each with 84 copies of its measure, and what it looks at."""
    quads = list(ox.parse(path=VALID, format=ox.RdfFormat.TURTLE))
    lines = [str(ox.Triple(quad.subject, quad.predicate, quad.object)) for quad in quads]
    shared = [line for line in lines if line.startswith(f"<{DEFAULT_VOCABULARY}")]
    words = "".join(f"{quad} .\n" for quad in vocabulary.load(IRIS))
    reference.write_text(words + "".join(f"{line} <{DEFAULT_BASE}{REFERENCE_GRAPH}> .\n" for line in shared), "utf-8")
    own = [line for line in lines if not line.startswith(f"<{DEFAULT_VOCABULARY}")]
    plan = "".join(f"{line} <{DEFAULT_BASE}graph/plan/0> .\n" for line in dict.fromkeys(copies(own)))
    with dump.open("w", encoding="utf-8") as out:
        for number in range(plans):
            named = plan.replace(f"{DEFAULT_BASE}id/", f"{DEFAULT_BASE}id/{number:05d}/")
            out.write(named.replace(f"<{DEFAULT_BASE}graph/plan/0>", f"<{DEFAULT_BASE}graph/plan/{number:05d}>"))


def copies(lines: list[str]) -> Iterator[str]:
    """Yield each line about a measure or its parts once a measure, and the others as they are."""
    for line in lines:
        if not _COPIED.match(line):
            yield line
            continue
        for number in range(1, MEASURES + 1):
            copy = _COPIED.sub(lambda name, n=number: f"{name[0]}-{n}", line)  # type: ignore[misc]
            yield re.sub(r'(ontology#number> )"1"', rf'\1"{number}"', copy)


if __name__ == "__main__":
    main()
