"""Plans to one release: the graphs that all plans share, the whole graph, the store and the manifest."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from pathlib import Path

import msgspec
import pyoxigraph as ox

from mapping.findings import Finding
from mapping.quality import counting
from mapping.records import rdf
from mapping.records.provenance import SOFTWARE
from mapping.release import compression, cube, dumps, vocabulary_files
from mapping.release import folder as release
from mapping.release.filling import GraphFile, ReleaseStore
from mapping.release.folder import Dump, Graph, HeldBack, Manifest, PlanEntry
from mapping.release.index import parts as index_parts
from mapping.release.index import writer as search_index
from mapping.release.merging import merged
from mapping.release.release import Release
from mapping.release.tables import measures
from mapping.workbench import Workbench
from ontology import closure
from ontology.iris import ONTOLOGY_GRAPH, QUALITY_GRAPH, REFERENCE_GRAPH, of_plan, plan_graph
from shapes import library
from shapes.across import has_other_languages, validate_merged
from shapes.report import Report, report_quads


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one plan: an entry or a reason it was held back; ``reached`` is what it needs of the reference data.

    ``folder`` is what its folder is called, ``named`` whether its id is that of its ``plan.toml``, ``other_languages`` whether
    its texts are in more languages than they should be.
    """

    id: str
    folder: str = ""
    named: bool = False
    entry: PlanEntry | None = None
    held_back: HeldBack | None = None
    dumps: tuple[Dump, ...] = ()
    reached: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    violations: int = 0
    warnings: int = 0
    triples: int = 0
    other_languages: bool = False

    @property
    def n_quads(self) -> Dump:
        """The plan's graph in N-Quads."""
        return next(dump for dump in self.dumps if dump.media_type == dumps.N_QUADS)


def assemble(
    entries: Sequence[Made],
    held_back: tuple[HeldBack, ...],
    staging: Path,
    bench: Workbench,
    before: Release | None = None,
) -> Manifest:
    """Write what is common to all plans, the whole graph and the store below ``staging``; return the manifest.

    ``before`` is a sound release of which most may be the same: what it holds is gone on from, with the same result.
    """
    entries = sorted(entries, key=lambda one: one.id)
    written = [dump for one in entries for dump in one.dumps]
    words = [*bench.ontology, *library.published(bench.iris, bench.iris.absolute(ONTOLOGY_GRAPH))]
    parts = [GraphFile(bench.iris.absolute(plan_graph(one.id)), one.n_quads, one.triples) for one in entries]
    parts.append(_write_part(REFERENCE_GRAPH, rdf.lines(_reference(entries, bench)), staging, bench, written))
    parts.append(_write_part(ONTOLOGY_GRAPH, rdf.lines(words), staging, bench, written))
    filling = ReleaseStore(staging, parts, before, last=bench.iris.absolute(QUALITY_GRAPH))
    store = filling.store
    suspects = _in_other_languages(entries, parts[len(entries) :], staging, bench)
    parts.append(_write_part(QUALITY_GRAPH, _quality(store, suspects, staging, bench), staging, bench, written))
    filling.finish(parts[-1])
    search_index.write(store, staging, bench.iris, index_parts.read(staging, [one.id for one in entries]))
    index_parts.remove(staging)
    parts.sort(key=lambda part: part.iri)
    written += dumps.write_whole([part.n_quads for part in parts], staging, bench.iris)
    written += measures.write_whole([one.id for one in entries], staging)
    written += vocabulary_files.write(staging, bench.iris)
    return Manifest(
        id=release.identify(written, bench.settings.publication, held_back),
        software=SOFTWARE,
        publication=bench.settings.publication,
        plans=tuple(one.entry for one in entries if one.entry),
        held_back=held_back,
        graphs=tuple(Graph(iri=part.iri, triples=part.triples, sha256=part.n_quads.sha256) for part in parts),
        dumps=tuple(sorted(written, key=lambda dump: dump.path)),
        merged=_merged(store),
    )


def _in_other_languages(
    entries: Sequence[Made], shared: Sequence[GraphFile], staging: Path, bench: Workbench
) -> list[str]:
    """Return the graphs that have texts in more languages than they should."""
    of_plans = [bench.iris.absolute(plan_graph(one.id)) for one in entries if one.other_languages]
    return of_plans + [each.iri for each in shared if has_other_languages(compression.read(staging, each.n_quads.path))]


def _merged(store: ox.Store) -> int:
    """Return how many triples the default graph has, which is the merge of all graphs."""
    counted = store.query("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
    assert isinstance(counted, ox.QuerySolutions)  # noqa: S101 - the query is a SELECT; this tells the type checker so
    return int(next(counted)["n"].value)


def _write_part(graph: str, lines: Iterable[bytes], staging: Path, bench: Workbench, written: list[Dump]) -> GraphFile:
    """Write a graph that all plans share in every format, note the files in ``written``, and return it."""
    iri, triples = bench.iris.absolute(graph), count()
    counted = (line for line, _ in zip(lines, triples, strict=False))
    graph_dumps = dumps.write_lines(counted, f"dumps/{graph.removeprefix('graph/')}", staging, iri, bench.iris)
    written += graph_dumps
    return GraphFile(iri, graph_dumps[0], next(triples))


def _quality(store: ox.Store, suspects: Sequence[str], staging: Path, bench: Workbench) -> Iterator[bytes]:
    """Yield the quality graph: what was found and counted of each plan, and across plans, which runs here, once.

    The store may hold that of another release: nothing in it is a plan, an agency, a text of one, or what these speak of.
    """
    across = validate_merged(store, suspects, iris=bench.iris)
    write_report(across, "across-plans", staging, bench)
    counting.write_overview(staging, bench)
    with tempfile.TemporaryDirectory(prefix=".merging-", dir=staging) as scratch:
        (cubes := Path(scratch, "cubes.nq")).write_bytes(
            rdf.n_quads(cube.of_release(store, bench.graph(QUALITY_GRAPH), bench.iris))
        )
        yield from merged([*sorted((staging / "reports").rglob("*.nq")), cubes], Path(scratch))


def write_report(report: Report, name: str, staging: Path, bench: Workbench) -> None:
    """Write a validation report below ``reports/``, as N-Quads of the quality graph and as JSON."""
    node = bench.iris.absolute(of_plan("report", name))
    path = staging / "reports" / f"{name}.nq"
    path.parent.mkdir(parents=True, exist_ok=True)
    quads = report_quads(report, node=node, graph=bench.iris.absolute(QUALITY_GRAPH))
    path.write_bytes(rdf.n_quads(quads))
    path.with_suffix(".json").write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=1))


def _reference(entries: Sequence[Made], bench: Workbench) -> list[ox.Quad]:
    """Return the reference data, closed: of agencies and small places only those that a plan of this release reaches."""
    reached = {reference for one in entries for reference in one.reached}
    store = ox.Store()
    store.extend(bench.ontology)
    store.extend(bench.reference_quads(reached))
    graph = bench.graph(REFERENCE_GRAPH)
    closure.close(store, graph, bench.iris)
    return list(store.quads_for_pattern(None, None, None, graph))
