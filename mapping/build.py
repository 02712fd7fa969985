"""Records to release: every plan is made, closed, validated and written by itself, then the release is put together.

A plan with a violation is held back and its report says why; the others are published. A plan that the live release holds
and this build would drop stops the switch, unless it is named as withdrawn or its last good version is carried over.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, as_completed
from pathlib import Path

import msgspec
import pyoxigraph as ox

from mapping import plan_folder, quality
from mapping.alignment import standing
from mapping.assembly import Made, assemble, write_report
from mapping.errors import CuratedDataError, MappingError, ReleaseError, Where
from mapping.extract import Extraction, extract
from mapping.plan_folder import PlanFolder
from mapping.records import rdf
from mapping.records import records as r
from mapping.release import compression, dumps
from mapping.release import folder as release
from mapping.release.folder import Dump, HeldBack, Manifest, PlanEntry
from mapping.workbench import Settings, Workbench, workbench
from ontology.iris import REFERENCE_GRAPH, plan_graph
from shapes import validation
from shapes.decisions import report_decisions
from shapes.passages import validate_quotes
from shapes.report import Report


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What a build did; ``published`` is false where nothing could be, ``dropped`` names plans that stopped the switch."""

    release: Path | None
    manifest: Manifest | None
    made: tuple[Made, ...]
    dropped: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        """0 all published, 3 something held back, 1 nothing published."""
        if self.dropped:
            return 3
        if self.release is None:
            return 1
        return 3 if any(made.held_back for made in self.made) else 0


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """How to treat plans that the live release holds and this build would drop, and how many releases to keep."""

    withdraw: tuple[str, ...] = ()
    keep_last: bool = False
    keep: int | None = None


def build(
    folders: Sequence[Path],
    settings: Settings,
    releases: Path,
    options: Options,
    *,
    executor: Executor | None = None,
    progress: Callable[[Made], None] = lambda _: None,
    at: dt.datetime | None = None,
) -> Outcome:
    """Build a release of plan folders and switch to it; raises :class:`ReleaseError` if it cannot be written.

    ``executor`` spreads the plans over processes or a cluster; without one they are made here, one by one. ``at`` is the
    time for the journal, now where it is not given.
    """
    with release.building(releases) as staging:
        _heal(releases, at)
        _check_reference(workbench(settings))
        made = _distinct(_make_all(folders, settings, staging, executor, progress))
        live = release.live(releases)
        carried, dropped = _carry_over(made, live, staging, options) if live else ([], ())
        entries = [one for one in made if one.entry] + carried
        if dropped or not entries:
            return Outcome(release=None, manifest=None, made=made, dropped=dropped)
        manifest = assemble(entries, _held_back(made), staging, workbench(settings))
        compression.compress(staging, manifest.dumps, executor)
        folder = release.publish(staging, manifest, releases, at or dt.datetime.now(dt.UTC))
        if options.keep is not None:
            release.prune(releases, options.keep)
    return Outcome(release=folder, manifest=manifest, made=made)


def _held_back(made: Iterable[Made]) -> tuple[HeldBack, ...]:
    return tuple(one.held_back for one in made if one.held_back)


def _heal(releases: Path, at: dt.datetime | None) -> None:
    """Write the journal's line that a build killed between switch and journal owes."""
    live = release.live(releases)
    if live is not None:
        release.record(releases, release.read_manifest(live), at or dt.datetime.now(dt.UTC))


def _check_reference(bench: Workbench) -> None:
    """Validate the reference data, once a build; raises :class:`CuratedDataError` for the first violation."""
    graph = bench.iris.absolute(REFERENCE_GRAPH)
    report = validation.validate(bench.store, focus=validation.subjects(bench.store, graph), iris=bench.iris)
    for result in report.of_severity("Violation"):
        raise CuratedDataError(
            result.message("en"), where=Where(document=result.focus), advice="Correct it in the reference data."
        )


def _make_all(
    folders: Sequence[Path],
    settings: Settings,
    staging: Path,
    executor: Executor | None,
    progress: Callable[[Made], None],
) -> Iterator[Made]:
    if executor is None:
        for folder in folders:
            made = make(folder, settings, staging)
            progress(made)
            yield made
        return
    for future in as_completed([executor.submit(make, folder, settings, staging) for folder in folders]):
        made = future.result()
        progress(made)
        yield made


def _distinct(made: Iterable[Made]) -> tuple[Made, ...]:
    """Return what was made, by plan id; two folders with one id are an error, whichever came first."""
    by_id: dict[str, Made] = {}
    for one in made:
        if one.id in by_id:
            raise ReleaseError(
                f"two plan folders have the id {one.id!r}",
                advice="Give each plan.toml an id of its own; an id once published is never reused.",
            )
        by_id[one.id] = one
    return tuple(by_id[plan] for plan in sorted(by_id))


def make(path: Path, settings: Settings, staging: Path) -> Made:
    """Make one plan below ``staging``; bad input holds the plan back with the reason and never raises."""
    try:
        folder = plan_folder.load(path)
    except MappingError as error:
        return Made(id=path.name, held_back=HeldBack(id=path.name, why=_told(error, path)))
    bench = workbench(settings)
    try:
        extraction = extract(folder, bench.reference, bench.aligner(folder.settings.national))
        return _write(extraction, folder, bench, staging)
    except MappingError as error:
        return Made(id=folder.settings.id, held_back=HeldBack(id=folder.settings.id, why=_told(error, path)))


def _told(error: MappingError, path: Path) -> str:
    """Return what an error says, without the folders above the plan's own: the reason is public, where it lies is not."""
    return str(error).replace(f"{path.resolve().parent}/", "").replace(f"{path.parent}/", "")


def _write(extraction: Extraction, folder: PlanFolder, bench: Workbench, staging: Path) -> Made:
    plan = _under_terms(extraction.plan, bench)
    graph = bench.iris.absolute(plan_graph(plan.identifier))
    bench.reach(extraction.reached)
    with bench.holding(rdf.quads(plan, graph, bench.iris), ox.NamedNode(graph)):
        quads = bench.quads(ox.NamedNode(graph))
        report = _judge(graph, plan, extraction, bench)
        counted = quality.count(plan, report, graph, bench)
    violations, warnings = report.counts["Violation"], report.counts["Warning"]
    name = f"held-back/{plan.identifier}" if violations else plan.identifier
    write_report(report, name, staging, bench)
    quality.write(counted, name, staging, bench)
    made = Made(id=plan.identifier, findings=extraction.findings, violations=violations, warnings=warnings)
    if violations:
        first = report.results[0]
        why = f"{violations} violations of the shapes, the first at {first.focus}: {first.message('en')}"
        held = HeldBack(id=plan.identifier, why=why, report=f"reports/{name}.json")
        return msgspec.structs.replace(made, held_back=held)
    written = _write_plan(plan, quads, graph, bench, staging)
    written += _write_document(extraction, folder, staging)
    entry = _entry(plan, folder, written[0].sha256, extraction.reached, made)
    return msgspec.structs.replace(
        made, entry=entry, dumps=tuple(written), reached=extraction.reached, triples=len(quads)
    )


def _judge(graph: str, plan: r.Plan, extraction: Extraction, bench: Workbench) -> Report:
    """Return what the shapes say of the plan on the bench, and whether its quotes and decisions are in its document."""
    found = validation.validate(bench.store, focus=validation.subjects(bench.store, graph), iris=bench.iris)
    canonical, text = plan.document.canonical_text, extraction.document.text
    texts = {bench.iris.absolute(canonical.id): text} if canonical else {}
    unfit = [one.text for one in extraction.findings if one.code == standing.WITHOUT_TEXT]
    judged = (
        validate_quotes(bench.store, texts, iris=bench.iris),
        report_decisions(bench.iris.absolute(plan.id), unfit, iris=bench.iris),
    )
    return Report.of([*found.results, *(result for report in judged for result in report.results)])


def _under_terms(plan: r.Plan, bench: Workbench) -> r.Plan:
    """Return the plan under the publisher's licence and rights statement, where it has none of its own."""
    terms = bench.settings.publication
    given = {"license": plan.license or terms.license, "rights": plan.rights or terms.rights}
    source = msgspec.structs.replace(plan.document, rights=given["rights"])
    return msgspec.structs.replace(plan, **given, document=source)


def _write_plan(plan: r.Plan, quads: list[ox.Quad], graph: str, bench: Workbench, staging: Path) -> list[Dump]:
    path = staging / "dumps" / "plan" / plan.identifier
    written = dumps.write_graph(rdf.n_quads(quads), path, staging, graph, bench.iris)
    uncurated = {agency.id: agency.pref_label["zh"] for agency in plan.agencies}
    curated = {reference: agency.label["zh"] for reference, agency in bench.reference.agencies.items()}
    text = dumps.measures_csv(plan, curated | uncurated, bench.iris)
    (table := path.with_name(f"{plan.identifier}.csv")).write_text(text, "utf-8", newline="")
    return [*written, release.dump_of(table, staging, "text/csv", graph)]


def _write_document(extraction: Extraction, folder: PlanFolder, staging: Path) -> list[Dump]:
    """Write the canonical text and the file itself, as far as they may be published."""
    if not folder.settings.publish_document:
        return []
    target = staging / "dumps" / "document" / folder.settings.id
    target.mkdir(parents=True, exist_ok=True)
    document = extraction.document
    (text := target / "canonical.txt").write_text(document.text, "utf-8", newline="")
    written = [release.dump_of(text, staging, "text/plain")]
    if not extraction.names_persons:
        shutil.copyfile(folder.document, target / document.name)
        written.append(release.dump_of(target / document.name, staging, document.media_type))
    return written


def _entry(plan: r.Plan, folder: PlanFolder, digest: str, reached: tuple[str, ...], made: Made) -> PlanEntry:
    return PlanEntry(
        id=plan.identifier,
        title=plan.title,
        jurisdiction=folder.settings.jurisdiction,
        national=folder.settings.national,
        digest=digest,
        measures=len(plan.measures),
        agencies=len({one.agency for measure in plan.measures for one in measure.responsibilities if one.agency}),
        reached=reached,
        warnings=made.warnings,
        sample=plan.sample,
        license=plan.license,
    )


def _carry_over(
    made: Sequence[Made], live: Path, staging: Path, options: Options
) -> tuple[list[Made], tuple[str, ...]]:
    """Return the last good versions to carry over, and the plans that would be dropped without a word."""
    before = release.read_manifest(live)
    published = {one.id for one in made if one.entry}
    missing = [entry for entry in before.plans if entry.id not in published and entry.id not in options.withdraw]
    if not options.keep_last:
        return [], tuple(entry.id for entry in missing)
    return [_carried(entry, before, live, staging) for entry in missing], ()


def _carried(entry: PlanEntry, before: Manifest, live: Path, staging: Path) -> Made:
    below = (f"dumps/plan/{entry.id}.", f"dumps/document/{entry.id}/")
    kept = tuple(dump for dump in before.dumps if dump.path.startswith(below))
    for dump in kept:
        (staging / dump.path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(live / dump.path, staging / dump.path)
    (staging / "reports").mkdir(exist_ok=True)
    for report in (live / "reports").glob(f"{entry.id}.*"):
        shutil.copyfile(report, staging / "reports" / report.name)
    triples = next(graph.triples for graph in before.graphs if graph.sha256 == entry.digest)
    entry = msgspec.structs.replace(entry, carried_over=True)
    return Made(id=entry.id, entry=entry, dumps=kept, reached=entry.reached, triples=triples)
