"""Measures validated per second: ours in one process and in all, beside plain pyshacl, rudof and shacl-engine.

    python benchmarks/validation.py --plans 50 [--dump corpus.nq --reference reference.nq]

Without a dump, the small plan of the tests is copied, with 84 measures in each copy. Who is not installed is left out, with
the reason. Each line says what was done, how many measures a second it did, and the peak memory of the process.
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
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pyoxigraph as ox
import pyshacl

from ontology.iris import DEFAULT_BASE, DEFAULT_VOCABULARY, Iris
from shapes import library
from shapes.batch import plans_in, validate_many
from shapes.validation import data_graph

IRIS = Iris()
MEASURES = 84  # as many as the plan of Tianjin has
VALID = Path(__file__).parents[1] / "tests" / "shapes" / "valid.ttl"
_COPIED = re.compile(
    rf"<{DEFAULT_BASE}id/(measure|quotation|responsibility|target|parameter|passage|mapping|citation|position|quote)/[^>]+"
)


def main() -> None:
    """Print one line per validator."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=int, default=20)
    parser.add_argument("--dump", type=Path)
    parser.add_argument("--reference", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        dump, reference = given.dump or Path(folder, "plans.nq"), given.reference or Path(folder, "reference.nq")
        if given.dump is None:
            write_copies(given.plans, dump, reference)
        measures = count_measures(dump)
        print(f"{measures} measures, {os.cpu_count()} cores")
        for name, run in contestants(dump, reference, Path(folder)):
            report(name, run, measures)


def contestants(dump: Path, reference: Path, folder: Path) -> Iterator[tuple[str, Callable[[], str]]]:
    """Yield each validator by its name; it returns what it found, or why it is absent."""
    yield "ours, one process", lambda: ours(dump, reference, workers=0)
    yield "ours, all cores", lambda: ours(dump, reference, workers=os.cpu_count() or 1)
    yield "plain pyshacl, one process", lambda: plain(dump, reference)
    yield "rudof", lambda: rudof(dump, reference, folder)
    installed = install_shacl_engine(folder)
    yield "shacl-engine", lambda: installed or shacl_engine(dump, reference, folder)


def report(name: str, run: Callable[[], str], measures: int) -> None:
    """Print how fast a validator was."""
    start = time.perf_counter()
    found = run()
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    speed = "absent" if found.startswith("absent") else f"{measures / seconds:,.0f} measures/s"
    print(f"{name:28} {speed:>20}  {seconds:8.2f} s  peak so far {peak} MB  {found}", flush=True)


def ours(dump: Path, reference: Path, workers: int) -> str:
    """Validate plan by plan; no plan but the ones in hand is in memory."""
    if workers == 0:
        return f"{sum(len(found.results) for _, found in validate_many(plans_in(dump), reference, iris=IRIS))} results"
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as executor:
        many = validate_many(plans_in(dump), reference, iris=IRIS, executor=executor)
        return f"{sum(len(found.results) for _, found in many)} results"


def plain(dump: Path, reference: Path) -> str:
    """Validate everything merged with pyshacl's own entry point, over a store, and spare it the counting of the store."""
    store = ox.Store()
    for path in (reference, dump):
        store.bulk_load(path=path, format=ox.RdfFormat.N_QUADS)
    shapes = library.load(IRIS)
    conforms, _, _ = pyshacl.validate(data_graph(store), shacl_graph=shapes)
    return "conforms" if conforms else "does not conform"


def rudof(dump: Path, reference: Path, folder: Path) -> str:
    """Validate everything merged with rudof's Python package."""
    if importlib.util.find_spec("pyrudof") is None:
        return "absent: pyrudof is not installed (pip install pyrudof)"
    import pyrudof  # type: ignore[import-not-found]  # noqa: PLC0415 - optional

    data, shapes = merged(dump, reference, folder)
    engine = pyrudof.Rudof(pyrudof.RudofConfig())
    engine.read_data(str(data), pyrudof.RDFFormat.NTriples)
    engine.read_shacl(str(shapes), pyrudof.ShaclFormat.Turtle)
    found = engine.validate_shacl()
    return "conforms" if found.conforms else f"{len(found.violations)} results, the first {found.violations[0]}"


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
    done = subprocess.run(["node", str(script), str(data), str(shapes)], check=True, capture_output=True, timeout=1800)
    return str(json.loads(done.stdout)["verdict"])


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


def count_measures(dump: Path) -> int:
    """Return how many measures a dump holds."""
    kind = f"#type> <{DEFAULT_VOCABULARY}def#Measure>".encode()
    with dump.open("rb") as lines:
        return sum(kind in line for line in lines)


def write_copies(plans: int, dump: Path, reference: Path) -> None:
    """Write the plan of the tests ``plans`` times, each with 84 copies of its measure, and what it looks at."""
    quads = list(ox.parse(path=VALID, format=ox.RdfFormat.TURTLE))
    lines = [str(ox.Triple(quad.subject, quad.predicate, quad.object)) for quad in quads]
    shared = [line for line in lines if line.startswith(f"<{DEFAULT_VOCABULARY}")]
    reference.write_text("".join(f"{line} <{DEFAULT_BASE}graph/reference> .\n" for line in shared), "utf-8")
    own = [line for line in lines if not line.startswith(f"<{DEFAULT_VOCABULARY}")]
    with dump.open("w", encoding="utf-8") as out:
        for number in range(plans):
            graph = f"<{DEFAULT_BASE}graph/plan/{number:05d}>"
            for line in dict.fromkeys(copies(own)):
                out.write(f"{line.replace(f'{DEFAULT_BASE}id/', f'{DEFAULT_BASE}id/{number:05d}/')} {graph} .\n")


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
