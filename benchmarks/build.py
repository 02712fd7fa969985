"""How long `policygraph build` takes on the seeds, beside the same work with rdflib's JSON-LD reader and store.

Run `python benchmarks/build.py`. Both read the same record (the Tianjin plan), close it with the same rules and write it as
N-Quads; rdflib's side uses `Graph.parse(format="json-ld")`, SPARQL over rdflib's store, and its own serialiser.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pyoxigraph as ox
import rdflib

from mapping import plan_folder
from mapping.extract import extract
from mapping.records import rdf
from mapping.records.records import Plan
from mapping.workbench import Settings, Workbench, workbench
from ontology.iris import ONTOLOGY_GRAPH, REFERENCE_GRAPH, plan_graph

SEEDS = Path(__file__).parents[1] / "seeds" / "plans" / "tianjin-2020-293"
ROUNDS = 5


def ours(plan: Plan, bench: Workbench) -> int:
    graph = ox.NamedNode(bench.iris.absolute(plan_graph(plan.identifier)))
    with bench.holding(rdf.document(plan, bench.iris), graph):
        return bench.n_quads(graph).count(b"\n")


def with_rdflib(plan: Plan, bench: Workbench, dataset: rdflib.Dataset) -> int:
    name = rdflib.URIRef(bench.iris.absolute(plan_graph(plan.identifier)))
    graph = dataset.graph(name)
    graph.parse(data=rdf.document(plan, bench.iris), format="json-ld")
    query = bench.iris.rebase(files("ontology").joinpath("closure.rq").read_text("utf-8"))
    bindings = {
        "graph": name,
        "ontology": rdflib.URIRef(bench.iris.absolute(ONTOLOGY_GRAPH)),
        "reference": rdflib.URIRef(bench.iris.absolute(REFERENCE_GRAPH)),
    }
    for triple in dataset.query(query, initBindings=bindings):
        graph.add(triple)  # type: ignore[arg-type]
    lines = graph.serialize(format="nt").splitlines()
    dataset.remove_graph(graph)
    return len(set(lines) - {""})


def rdflib_bench(bench: Workbench) -> rdflib.Dataset:
    dataset = rdflib.Dataset()
    quads = bench.ontology + bench.quads(bench.graph(REFERENCE_GRAPH))
    data = ox.serialize(quads, format=ox.RdfFormat.N_QUADS)
    dataset.parse(data=data, format="nquads")
    return dataset


def median_seconds(work: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def whole_command() -> None:
    with tempfile.TemporaryDirectory() as releases:
        command = [sys.executable, "-m", "server.command.cli", "build", str(SEEDS), "--releases", releases]
        subprocess.run(command, check=True, capture_output=True)


def main() -> None:
    bench = workbench(Settings())
    folder = plan_folder.load(SEEDS)
    plan = extract(folder, bench.reference, bench.aligner(folder.settings.national)).plan
    dataset = rdflib_bench(bench)
    lines = ours(plan, bench), with_rdflib(plan, bench, dataset)
    fast = median_seconds(lambda: ours(plan, bench))
    slow = median_seconds(lambda: with_rdflib(plan, bench, dataset))
    print(f"policygraph build, interpreter start included: {median_seconds(whole_command):.2f} s (median of {ROUNDS})")
    print(f"record to closed N-Quads, ours:        {fast:.3f} s, {lines[0]} triples")
    print(f"record to closed N-Quads, with rdflib: {slow:.3f} s, {lines[1]} triples")
    print(f"ratio: rdflib takes {slow / fast:.1f} times as long")


if __name__ == "__main__":
    main()
