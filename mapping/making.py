"""One plan, made whole: read, closed, judged and written, within limits of time and memory.

Whatever happens to a plan here holds that plan back, with the reason; the others are made as if it were not there.
"""

from __future__ import annotations

import errno
import logging
import shutil
from pathlib import Path

import msgspec
import pyoxigraph as ox

from mapping import plan_folder
from mapping.assembly import Made, write_report
from mapping.errors import DocumentError, MappingError, Where
from mapping.extract import PlanExtraction, extract
from mapping.findings import WITHOUT_TEXT
from mapping.plan_folder import PlanFolder
from mapping.processes.limits import MEBIBYTE, PlanLimits, within
from mapping.processes.pool import WorkerEndedError
from mapping.quality import counting
from mapping.records import rdf
from mapping.records import records as r
from mapping.release import compression, dumps
from mapping.release import folder as release
from mapping.release.folder import Dump, HeldBack, PlanEntry
from mapping.release.index import parts
from mapping.release.quality import Reading
from mapping.release.tables import measures
from mapping.workbench import Settings, Workbench, workbench
from ontology.iris import plan_graph
from shapes import validation
from shapes.across import has_other_languages
from shapes.clearing.data import Data
from shapes.decisions import report_decisions
from shapes.passages import validate_quotes
from shapes.report import Report

_LOG = logging.getLogger(__name__)
_LONGEST_REASON = 1000
_OF_THE_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}
"""What is wrong with the place that a release is written to, and with no plan."""


def make_within(limits: PlanLimits, path: Path, settings: Settings, staging: Path) -> Made:
    """Make one plan within limits, in a process that has only this to do; see :func:`make`."""
    with within(limits):
        return make(path, settings, staging)


def ended(path: Path, limits: PlanLimits, end: WorkerEndedError) -> Made:
    """Return what became of a plan whose process ended before it was made."""
    why = why_ended(limits, end)
    return held_back(path, f"{why} A plan that is in order can be given more: --plan-seconds, --plan-memory.")


def why_ended(limits: PlanLimits, end: WorkerEndedError) -> str:
    """Return why the process that read a document ended, and what to do."""
    if end.of_time:
        why = f"reading it took longer than {limits.seconds:g} seconds"
    elif end.of_memory:
        why = f"reading it needs more memory than {limits.memory // MEBIBYTE:,} MiB"
    else:
        why = f"a library ended in the midst of it ({end.code}): the document is damaged, or nested without end"
    return f"{why}. {_SAVE_AGAIN}"


_SAVE_AGAIN = "Look at the document and save it again, without what is no part of the plan."


def held_back(path: Path, why: str, identifier: str | None = None) -> Made:
    """Return a plan that could not be made; one whose id was not read is called as its folder is."""
    folder = path.absolute().name
    held = HeldBack(id=_writable(identifier or folder), why=_writable(why))
    return Made(id=held.id, folder=_writable(folder), named=identifier is not None, held_back=held)


def _writable(text: str) -> str:
    """Return a text that UTF-8 can hold: the name of a file need not be one."""
    return text.encode("utf-8", "replace").decode()


def make(path: Path, settings: Settings, staging: Path) -> Made:
    """Make one plan below ``staging``; bad input holds the plan back with the reason and never raises.

    Raises :class:`OSError` where ``staging`` cannot be written to.
    """
    identifier = None
    try:
        folder = plan_folder.load(path)
        identifier = folder.settings.id
        bench = workbench(settings)
        extraction = extract(folder, bench.reference, bench.aligner(folder.settings.national))
        return _write(extraction, folder, bench, staging)
    except Exception as error:
        if isinstance(error, OSError) and error.errno in _OF_THE_DISK:
            raise
        return held_back(path, reason(error, path), identifier)


def _left_unread(reading: Reading, least: float) -> str | None:
    """Return why a plan is held back of which much that looks like measures was left unread, unless that is accepted."""
    looks = reading.read + reading.unread
    share = reading.read / looks if looks else 0.0
    if share >= least or reading.accepted:
        return None
    return (
        f"only {share:.0%} of what looks like measures was read, less than the {least:.0%} that must be. `policygraph review` "
        f"shows what was left out: mend that, or say in {plan_folder.FILE_NAME} why it is no measure: "
        'accept_unread = { zh = "…", en = "…" }. The reason is published.'
    )


def reason(error: Exception, path: Path) -> str:
    """Return why a plan cannot be made; what no code of ours has foreseen is also logged, with where it came from."""
    if isinstance(error, MappingError):
        return _publicly(error, path)
    if isinstance(error, MemoryError):
        return f"reading it needs more memory than there is. {_SAVE_AGAIN}"
    if isinstance(error, RecursionError):
        return f"the document is nested without end. {_SAVE_AGAIN}"
    _LOG.warning("%s: a fault that nobody foresaw", path, exc_info=error)
    return f"a fault that nobody foresaw ({type(error).__name__}: {_publicly(error, path)}). {_SAVE_AGAIN}"


def _publicly(error: Exception, path: Path) -> str:
    """Return what an error says, without the folders above the plan's own: the reason is public, where it lies is not."""
    said = " ".join(str(error).split())
    said = said if len(said) <= _LONGEST_REASON else f"{said[:_LONGEST_REASON]}…"
    return said.replace(f"{path.resolve().parent}/", "").replace(f"{path.parent}/", "")


def _write(extraction: PlanExtraction, folder: PlanFolder, bench: Workbench, staging: Path) -> Made:
    plan = _under_terms(extraction.plan, bench)
    graph = bench.iris.absolute(plan_graph(plan.identifier))
    bench.reach(extraction.reached)
    with bench.holding(rdf.document(plan, bench.iris), ox.NamedNode(graph)):
        said, all_said = bench.seen(ox.NamedNode(graph))
        n_quads = bench.n_quads(ox.NamedNode(graph))
        report = _judge(graph, plan, extraction, bench, all_said)
        counted = counting.count(plan, report, reading := counting.reading_of(extraction, folder), said, bench)
        items = parts.measures(said, bench.iris)
    violations, warnings = report.counts["Violation"], report.counts["Warning"]
    why = _broken(report) or _left_unread(reading, bench.settings.least_read)
    name = f"held-back/{plan.identifier}" if why else plan.identifier
    write_report(report, name, staging, bench)
    counting.write(counted, name, staging, bench)
    made = Made(
        id=plan.identifier,
        folder=_writable(folder.path.name),
        named=True,
        findings=extraction.findings,
        violations=violations,
        warnings=warnings,
    )
    if why:
        held = HeldBack(id=plan.identifier, why=why, report=f"reports/{name}.json")
        return msgspec.structs.replace(made, held_back=held)
    parts.write(staging, plan.identifier, items)
    written = _write_plan(plan, n_quads, graph, bench, staging)
    written += _write_document(extraction, folder, staging)
    compression.compress(staging, written)
    entry = _entry(plan, folder, written[0].sha256, extraction.reached, made)
    return msgspec.structs.replace(
        made, entry=entry, dumps=tuple(written), reached=extraction.reached, triples=n_quads.count(b"\n"),
        other_languages=has_other_languages(n_quads),
    )  # fmt: skip # entries side by side


def _broken(report: Report) -> str | None:
    """Return why a plan is held back that breaks rules of the shapes."""
    violations, first = report.counts["Violation"], next(iter(report.results), None)
    if not violations or first is None:
        return None
    return f"{violations} violations of the shapes, the first at {first.focus}: {first.message('en')}"


def _judge(graph: str, plan: r.Plan, extraction: PlanExtraction, bench: Workbench, seen: Data) -> Report:
    """Return what the shapes say of the plan on the bench, and whether its quotes and decisions are in its document."""
    found = validation.validate(bench.store, focus=validation.subjects(bench.store, graph), iris=bench.iris, seen=seen)
    canonical, text = plan.document.canonical_text, extraction.document.text
    texts = {bench.iris.absolute(canonical.id): text} if canonical else {}
    unfit = [one.text for one in extraction.findings if one.code == WITHOUT_TEXT]
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
    translations = (msgspec.structs.replace(each, license=each.license or terms.license) for each in plan.translations)
    return msgspec.structs.replace(plan, **given, document=source, translations=tuple(translations))


def _write_plan(plan: r.Plan, n_quads: bytes, graph: str, bench: Workbench, staging: Path) -> list[Dump]:
    path = f"dumps/plan/{plan.identifier}"
    written = dumps.write_graph(n_quads, path, staging, graph, bench.iris)
    uncurated = {agency.id: agency.pref_label["zh"] for agency in plan.agencies}
    curated = {reference: agency.label["zh"] for reference, agency in bench.reference.agencies.items()}
    rows = measures.rows(plan, curated | uncurated, bench.translations.said, bench.iris)
    return [*written, *measures.write(rows, path, staging, graph)]


def _write_document(extraction: PlanExtraction, folder: PlanFolder, staging: Path) -> list[Dump]:
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
        written.append(copy := release.dump_of(target / document.name, staging, document.media_type))
        if copy.sha256 != document.sha256:
            raise DocumentError(
                "the document changed while it was read",
                where=Where(document=document.name),
                advice="Build again when nobody writes to it.",
            )
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
        official_page=folder.settings.official_page,
        issuer_code=folder.settings.issuer_code,
    )
