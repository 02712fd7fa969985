"""A job for each plan of a build: taken out of the cache where it was made before of the same, and else made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from functools import partial
from pathlib import Path
from typing import NamedTuple, Protocol

from mapping.assembly import Made
from mapping.cache.inputs import Inputs, settings_of_a_plan
from mapping.cache.plans import PlanCache
from mapping.making import ended, make, make_within
from mapping.processes.limits import PlanLimits
from mapping.processes.pool import WorkerEndedError
from mapping.workbench import Settings

_STAGING = ".making-"


class PlanMakers(Protocol):
    """Who makes plans elsewhere: :class:`mapping.cluster.connection.Cluster`, whose library need not be installed."""

    def make(self, limits: PlanLimits, folder: Path, settings: Settings, staging: Path) -> Future[Made]:
        """Let a plan be made, and its files be written below ``staging``."""


class PlanJob(NamedTuple):
    """Where the files of one plan are, how to get what became of it, and whether it was taken over."""

    path: Path
    outcome: Callable[[], Made]
    taken: bool = False


def jobs(
    folders: Iterable[Path],
    settings: Settings,
    staging: Path,
    cache: PlanCache,
    limits: PlanLimits,
    executor: Executor | None,
    cluster: PlanMakers | None,
) -> Iterator[PlanJob]:
    """Yield a job below ``staging`` for each plan folder; ``executor`` makes plans within ``limits``, several at a
    time, and so does ``cluster`` in its stead those that can be read.

    A plan is kept as soon as its outcome is asked for, so that a build which is ended goes on there the next time.
    """
    own, inputs = settings_of_a_plan(settings), Inputs(settings)
    for number, folder in enumerate(folders):
        (path := staging / f"{_STAGING}{number}").mkdir()
        key = inputs.key(folder)
        if key and (made := cache.take(key, path)):
            yield PlanJob(path, partial(_as_it_is, made), taken=True)
            continue
        if cluster and key:
            outcome: Callable[[], Made] = partial(_awaited, cluster.make(limits, folder, own, path), folder, limits)
        elif executor:
            outcome = partial(_awaited, executor.submit(make_within, limits, folder, own, path), folder, limits)
        else:
            outcome = partial(make, folder, own, path)
        yield PlanJob(
            path, partial(_kept, outcome, partial(inputs.key, folder), key, partial(cache.keep, key or "", path))
        )


def _as_it_is(made: Made) -> Made:
    return made


def _awaited(future: Future[Made], folder: Path, limits: PlanLimits) -> Made:
    try:
        return future.result()
    except WorkerEndedError as end:
        return ended(folder, limits, end)


def _kept(
    outcome: Callable[[], Made], now: Callable[[], str | None], key: str | None, keep: Callable[[Made], None]
) -> Made:
    """Return what became of a plan, and keep it if it was judged, of what the key says.

    What ended before that may have met a limit, or a fault of this machine: it is tried again the next time.
    """
    made = outcome()
    is_judged = made.entry is not None or (made.held_back is not None and made.held_back.report is not None)
    if key and is_judged and now() == key:  # nobody wrote to the folder meanwhile
        keep(made)
    return made
