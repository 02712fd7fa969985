"""Plans to one release: the graphs that all plans share, the whole graph, the store and the manifest."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec
import pyoxigraph as ox

from mapping import dumps, rdf, release
from mapping.extract import SOFTWARE
from mapping.findings import Finding
from mapping.release import Dump, Graph, HeldBack, Manifest, PlanEntry
from mapping.workbench import Workbench
from ontology import closure
from ontology.iris import ONTOLOGY_GRAPH, QUALITY_GRAPH, REFERENCE_GRAPH, plan_graph
from shapes import library


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one plan: an entry or a reason it was held back; ``reached`` are the curated agencies it names."""

    id: str
    entry: PlanEntry | None = None
    held_back: HeldBack | None = None
    dumps: tuple[Dump, ...] = ()
    reached: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    violations: int = 0
    warnings: int = 0
    triples: int = 0

    @property
    def n_quads(self) -> Dump:
        """The plan's graph in N-Quads."""
        return next(dump for dump in self.dumps if dump.media_type == dumps.N_QUADS)


class _Part(msgspec.Struct, frozen=True):
    """A graph of the release: its N-Quads file and how many triples it holds."""

    iri: str
    n_quads: Dump
    triples: int


def assemble(entries: Sequence[Made], held_back: tuple[HeldBack, ...], staging: Path, bench: Workbench) -> Manifest:
    """Write what is common to all plans, the whole graph and the store below ``staging``; return the manifest."""
    entries = sorted(entries, key=lambda one: one.id)
    common, written = _common(entries, staging, bench)
    parts = sorted([*common, *(_plan_part(one, bench) for one in entries)], key=lambda part: part.iri)
    files = [staging / part.n_quads.path for part in parts]
    written += [dump for one in entries for dump in one.dumps]
    written += dumps.write_whole(files, staging, bench.iris)
    written.append(_measures(entries, staging))
    _write_store(files, staging / "store")
    return Manifest(
        id=release.identify(written),
        software=SOFTWARE,
        publication=bench.settings.publication,
        plans=tuple(one.entry for one in entries if one.entry),
        held_back=held_back,
        graphs=tuple(Graph(iri=part.iri, triples=part.triples, sha256=part.n_quads.sha256) for part in parts),
        dumps=tuple(sorted(written, key=lambda dump: dump.path)),
    )


def _plan_part(one: Made, bench: Workbench) -> _Part:
    return _Part(bench.iris.absolute(plan_graph(one.id)), one.n_quads, one.triples)


def _common(entries: Sequence[Made], staging: Path, bench: Workbench) -> tuple[list[_Part], list[Dump]]:
    """Write the reference data that the plans reach, the words with the rules, and the quality reports."""
    graphs = {
        REFERENCE_GRAPH: rdf.n_quads(_reference(entries, bench)),
        ONTOLOGY_GRAPH: rdf.n_quads(
            [*bench.ontology, *library.published(bench.iris, bench.iris.absolute(ONTOLOGY_GRAPH))]
        ),
        QUALITY_GRAPH: b"".join(path.read_bytes() for path in sorted((staging / "reports").rglob("*.nq"))),
    }
    parts: list[_Part] = []
    written: list[Dump] = []
    for reference, n_quads in graphs.items():
        iri = bench.iris.absolute(reference)
        path = staging / "dumps" / reference.removeprefix("graph/")
        graph_dumps = dumps.write_graph(n_quads, path, staging, iri, bench.iris)
        parts.append(_Part(iri, graph_dumps[0], n_quads.count(b"\n")))
        written += graph_dumps
    return parts, written


def _reference(entries: Sequence[Made], bench: Workbench) -> list[ox.Quad]:
    """Return the reference data, closed: of agencies only those that a plan of this release reaches."""
    reached = {agency for one in entries for agency in one.reached}
    store = ox.Store()
    store.extend(bench.ontology)
    store.extend(bench.reference.quads(reached))
    graph = bench.graph(REFERENCE_GRAPH)
    closure.close(store, graph, bench.iris)
    return list(store.quads_for_pattern(None, None, None, graph))


def _measures(entries: Sequence[Made], staging: Path) -> Dump:
    table = staging / "dumps" / "measures.csv"
    dumps.join_csv([staging / "dumps" / "plan" / f"{one.id}.csv" for one in entries], table)
    return release.dump_of(table, staging, "text/csv")


def _write_store(files: Sequence[Path], folder: Path) -> None:
    store = ox.Store(str(folder))
    for file in files:
        store.bulk_load(path=str(file), format=ox.RdfFormat.N_QUADS)
    store.optimize()
    store.flush()
