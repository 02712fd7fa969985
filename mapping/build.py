"""Plan folders to release: every plan is made, closed, validated and written by itself, then the release is put together.

A plan with a violation is held back and its report says why; the others are published. A plan that the live release holds
and this build would drop stops the switch, unless it is named as withdrawn or its last good version is carried over.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Container, Iterable, Sequence
from concurrent.futures import Executor
from functools import lru_cache
from itertools import count
from pathlib import Path

import msgspec
import pyoxigraph as ox

from mapping.assembly import Made, assemble
from mapping.cache.inputs import digest_of_reference
from mapping.cache.jobs import PlanJob, PlanMakers, jobs
from mapping.cache.plans import PlanCache
from mapping.errors import CuratedDataError
from mapping.processes.limits import PlanLimits
from mapping.release import compression, journal
from mapping.release import folder as release
from mapping.release.folder import HeldBack, Manifest
from mapping.release.index import parts
from mapping.release.lifecycle import integrity, publishing
from mapping.release.lifecycle.linking import link, share
from mapping.release.release import Release
from mapping.release.shelf import Shelf
from mapping.release.tables import measures
from mapping.workbench import Settings, Workbench, workbench
from ontology.iris import REFERENCE_GRAPH
from shapes import validation
from shapes.across import has_other_languages
from shapes.clearing.data import Data
from shapes.report import Result

_NAMED = 5


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What a build did; ``release`` is absent where nothing could be published.

    ``taken`` is how many of the plans were taken over as an earlier build made them, of the same; the others were made.
    ``dropped`` names plans that stopped the switch, ``healed`` says what was found damaged and is mended, ``reference``
    what the reference data lack, which stops nothing.
    """

    release: Path | None
    manifest: Manifest | None
    made: tuple[Made, ...]
    taken: int = 0
    dropped: tuple[str, ...] = ()
    healed: tuple[str, ...] = ()
    reference: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        """0 all published, 3 something held back, 1 nothing published."""
        if self.dropped:
            return 3
        if self.release is None:
            return 1
        return 3 if any(made.held_back for made in self.made) else 0


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """How to treat plans that the live release holds and this build would drop, and how many releases to keep.

    ``limits`` hold for each plan that an executor of processes makes. ``fresh`` makes every plan anew.
    """

    withdraw: tuple[str, ...] = ()
    keep_last: bool = False
    keep: int | None = None
    limits: PlanLimits = PlanLimits()
    fresh: bool = False


def build(
    folders: Sequence[Path],
    settings: Settings,
    releases: Path,
    options: Options,
    *,
    executor: Executor | None = None,
    cluster: PlanMakers | None = None,
    progress: Callable[[Made], None] = lambda _: None,
    at: dt.datetime | None = None,
) -> Outcome:
    """Build a release of plan folders and switch to it; raises :class:`ReleaseError` if it cannot be written.

    ``executor`` spreads the plans over processes, each within ``options.limits``; without one they are made here, one by
    one, and nothing bounds them. With ``cluster`` its workers make the plans, and the release is put together here.
    ``at`` is the time for the journal, now where it is not given.
    """
    with publishing.building(releases) as staging:
        healed = _heal(releases, at)
        kept, read = PlanCache(releases, fresh=options.fresh), digest_of_reference(settings)
        plan_jobs = list(jobs(_once(folders), settings, staging, kept, options.limits, executor, cluster))
        taken = sum(job.taken for job in plan_jobs)
        reference = _check_reference(workbench(settings))
        made = _gather(plan_jobs, staging, progress)
        _check_unchanged(read, settings, kept)
        carried, dropped = _carry_over(made, releases, staging, options)
        entries = [one for one in made if one.entry] + carried
        if dropped or not entries:
            return Outcome(
                release=None, manifest=None, made=made, taken=taken, dropped=dropped, healed=healed, reference=reference
            )
        before = _before(releases, options)
        manifest = assemble(entries, _held_back(made), staging, workbench(settings), before)
        if before:
            share(staging, manifest.dumps, before)
        compression.compress(staging, manifest.dumps, executor)
        now, since = at or dt.datetime.now(dt.UTC), before.folder if before else None
        folder = publishing.publish(staging, manifest, releases, now, since)
        if options.keep is not None:
            publishing.prune(releases, options.keep)
        kept.prune()
    return Outcome(release=folder, manifest=manifest, made=made, taken=taken, healed=healed, reference=reference)


def _check_unchanged(read: str, settings: Settings, kept: PlanCache) -> None:
    """Refuse a release whose plans may have been made by different states of the reference data, and keep none of them.

    Each process reads that data for itself, when it is first asked for a plan.
    """
    if digest_of_reference(settings) != read:
        kept.forget()
        raise CuratedDataError(
            "the reference data changed while it was read", advice="Build again when nobody writes to it."
        )


def _before(releases: Path, options: Options) -> Release | None:
    """Return the live release, which is sound, to be gone on from; nothing where everything is made anew."""
    live = None if options.fresh else release.live(releases)
    return Release.read(live) if live else None


def _held_back(made: Iterable[Made]) -> tuple[HeldBack, ...]:
    return tuple(one.held_back for one in made if one.held_back)


def _heal(releases: Path, at: dt.datetime | None) -> tuple[str, ...]:
    """Mend what a crash or a bad disk left behind, and say what: the journal, and the live release if it is damaged.

    A build that was killed between switch and journal owes a line. A damaged release is set aside, and the last good one
    is live again until this build has made another.
    """
    found = [said] if (said := journal.mend(releases)) else []
    now = at or dt.datetime.now(dt.UTC)
    live = release.live(releases)
    harm = next(integrity.damage(live), None) if live else None
    if live and harm and not publishing.is_release_of(live, releases):  # the link may lead anywhere: nobody's to move
        found.append(f"the link to the live release leads to no release of this folder, but to {live} ({harm})")
    elif live and harm:
        aside = publishing.set_aside(live)
        found.append(f"release {live.name} is damaged ({harm}) and was set aside as {aside}")
    if harm or live is None:
        last_good = next(Shelf(releases).sound(), None)
        if last_good:
            publishing.switch(releases, last_good.id)
            found.append(f"until this build is done, the last good release {last_good.id} is served")
    elif live:
        publishing.record(releases, release.read_manifest(live), now)
    return tuple(found)


@lru_cache(8)
def _check_reference(bench: Workbench) -> tuple[str, ...]:
    """Validate the reference data, once a process, and return a sentence for each kind of warning.

    Raises :class:`CuratedDataError` with everything that violates a shape.
    """
    graph = bench.iris.absolute(REFERENCE_GRAPH)
    report = validation.validate(bench.store, focus=validation.subjects(bench.store, graph), iris=bench.iris)
    if wrong := _by_message(report.of_severity("Violation"), bench):
        first, *others = wrong
        raise CuratedDataError(" ".join([first, *others]).rstrip("."), advice="Correct it in the reference data.")
    remarks = (f"{finding.message}. {finding.advice}" for finding in bench.translations.findings)
    return (*_by_message(report.of_severity("Warning"), bench), *remarks)


def _by_message(results: Iterable[Result], bench: Workbench) -> list[str]:
    """Return a sentence for each message of some results, with the things that it is about."""
    about: dict[str, list[str]] = {}
    for result in results:
        about.setdefault(result.message("en"), []).append(bench.iris.reference(result.focus))
    return [f"{_some(things)}: {message}" for message, things in about.items()]


def _some(things: Sequence[str]) -> str:
    more = len(things) - _NAMED
    return ", ".join([*things[:_NAMED], *([f"and {more} more"] if more > 0 else [])])


def _once(folders: Sequence[Path]) -> list[Path]:
    """Return each folder once, however often and in whatever ways it is named."""
    return list({folder.resolve(): folder for folder in folders}.values())


def _gather(plan_jobs: Iterable[PlanJob], staging: Path, progress: Callable[[Made], None]) -> tuple[Made, ...]:
    """Return what became of the plans, by id, and bring together what was written of those that stand alone with theirs."""
    found: list[tuple[Path, Made]] = []
    for each in plan_jobs:
        found.append((each.path, made := each.outcome()))
        progress(made)
    by_id: dict[str, list[tuple[Path, Made]]] = {}
    for folder, made in sorted(found, key=lambda each: not each[1].named):  # a folder's name gives way to an id
        taken = made.id in by_id and not made.named
        by_id.setdefault(_free(made.id, by_id) if taken else made.id, []).append((folder, made))
    return tuple(_settled(plan, by_id[plan], staging) for plan in sorted(by_id))


def _free(name: str, taken: Container[str]) -> str:
    return next(f"{name}-{number}" for number in count(2) if f"{name}-{number}" not in taken)


def _settled(plan: str, claims: list[tuple[Path, Made]], staging: Path) -> Made:
    """Return what became of the plan of an id; two folders that claim one id are both held back: nobody knows which is it."""
    (folder, made), *others = claims
    if others:
        folders = " and ".join(sorted(one.folder for _, one in claims))
        why = f"{folders} have one id. Give each plan.toml an id of its own; an id once published is never reused."
        made = Made(id=plan, folder=made.folder, named=True, held_back=HeldBack(id=plan, why=why))
    elif made.id != plan and made.held_back:
        made = msgspec.structs.replace(made, id=plan, held_back=msgspec.structs.replace(made.held_back, id=plan))
    if made.entry or (made.held_back and made.held_back.report):
        _move(folder, staging)
    for each, _ in claims:
        shutil.rmtree(each)
    return made


def _move(folder: Path, staging: Path) -> None:
    """Move the files of a plan to where they stand in the release."""
    for file in [each for each in folder.rglob("*") if each.is_file()]:
        target = staging / file.relative_to(folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        file.rename(target)


def _carry_over(
    made: Sequence[Made], releases: Path, staging: Path, options: Options
) -> tuple[list[Made], tuple[str, ...]]:
    """Return the last good versions to carry over, and the plans that would be dropped without a word."""
    published = {one.id for one in made if one.entry} | set(options.withdraw)
    events = journal.read(releases)
    missing = [plan for plan in sorted(events[-1].plans if events else ()) if plan not in published]
    if not options.keep_last:
        return [], tuple(missing)
    last_good = {plan: _last_good(plan, releases) for plan in missing}
    carried = [_carried(plan, found, staging) for plan, found in last_good.items() if found]
    return carried, tuple(plan for plan, found in last_good.items() if not found)


def _last_good(plan: str, releases: Path) -> Release | None:
    """Return the newest release that holds a plan with all its files as they were written."""
    holding = (each for each in Shelf(releases).all() if each.plan(plan))
    return next((each for each in holding if not any(integrity.damage_of(each.folder, each.dumps_of(plan)))), None)


def _carried(plan: str, found: Release, staging: Path) -> Made:
    entry, kept = found.plan(plan), found.dumps_of(plan)
    if entry is None:
        raise KeyError(plan)
    graph = next(each for each in found.manifest.graphs if each.sha256 == entry.digest)
    for form in (form for dump in kept for form in compression.forms(dump.path) if (found.folder / form).is_file()):
        link(found.folder / form, staging / form)
    anew = measures.complete(f"dumps/plan/{plan}", staging, graph.iri)
    kept = (*(dump for dump in kept if dump.path not in {each.path for each in anew}), *anew)
    for report in (found.folder / "reports").glob(f"{plan}.*"):
        link(report, staging / "reports" / report.name)
    n_quads = compression.read(staging, f"dumps/plan/{plan}.nq")
    (store := ox.Store()).load(n_quads, format=ox.RdfFormat.N_QUADS)
    parts.write(staging, plan, parts.measures(Data(store), found.iris))
    entry = msgspec.structs.replace(entry, carried_over=True)
    return Made(
        id=plan, entry=entry, dumps=kept, reached=entry.reached, triples=graph.triples,
        other_languages=has_other_languages(n_quads),
    )  # fmt: skip # entries side by side
