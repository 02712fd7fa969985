"""The servers of a soak, and the soak on them."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

import msgspec

from benchmarks.soak.faulty_store import FaultyStore, oxigraph
from benchmarks.soak.report import MEBIBYTE, Process, Result, logged
from benchmarks.soak.traffic import Pace, Remote, Soak
from mapping import build
from mapping.release.publication import Publication
from mapping.workbench import Settings
from server.config import Lanes, Limits, Patience, ServerConfig
from tests.conftest import ROOT, running

PLANS = [ROOT / "seeds" / "plans" / "tianjin-2020-293"]
OXIGRAPH = Path(sys.executable).with_name("oxigraph")
CACHE = 32
"""MiB of answers that a server keeps here: so few that they are soon full, and what grows after that is a leak."""

_QUIET_LOOKS = 15
"""How often in a row it must be found quiet, at five looks a second."""


def two_releases(folder: Path) -> list[str]:
    """Return the names of two releases of the same plans that differ in who publishes them."""
    names = []
    for publisher in ("甲", "乙"):
        settings = Settings(publication=Publication(publisher={"zh": publisher, "en": publisher}))
        made = build.build(PLANS, settings, folder, build.Options())
        if made.release is None:
            raise SystemExit(f"no release could be built: {made}")
        names.append(made.release.name)
    return names


def soak(
    folder: Path, seconds: float, pace: Pace, fault: float, tell: Callable[[Result], None], minute: float = 60.0
) -> Result:
    """Run a soak on releases below a folder, and return what came of it, with everything quiet again; ``tell`` is
    given after each minute what came of it until then.

    Without the Oxigraph server, or with a ``fault`` of no seconds, there is no remote store.
    """
    names = two_releases(releases := folder / "releases")
    config = ServerConfig(
        releases=releases,
        lanes=Lanes(fast=2),
        limits=Limits(query_seconds=20),
        release_check_seconds=0.05,
        patience=Patience(idle_seconds=5, head_seconds=3, write_seconds=5),
        cache_bytes=CACHE * MEBIBYTE,
    )
    logs = [folder / "server.log", folder / "remote.log"]
    with ExitStack() as stack:
        remote = _remote(stack, config, releases / names[0], logs[1], fault) if fault and OXIGRAPH.exists() else None
        server = stack.enter_context(running(config, logs[0]))
        found = Soak(server.url, Process(server.process.pid), remote, releases, names)
        found.run(seconds, pace, lambda passed: tell(_result(found, passed, logs)), minute)
        _wait_until_quiet(found)
        return _result(found, seconds, logs)


def _wait_until_quiet(found: Soak) -> None:
    """Wait until it is quiet and stays so: the last request may have begun a switch, which ends later and starts workers."""
    end = time.monotonic() + 30
    looks = 0
    while time.monotonic() < end and looks < _QUIET_LOOKS:
        looks = looks + 1 if _is_quiet(found) else 0
        time.sleep(0.2)


def _is_quiet(found: Soak) -> bool:
    """Return whether the last queries have ended, and the releases that they were answered from are given back."""
    return len(found.workers()) <= 3 and (found.begun is None or found.state().handles <= found.begun.handles)


def _remote(stack: ExitStack, config: ServerConfig, release: Path, log: Path, fault: float) -> Remote:
    """Run a server that has a copy of one release, whose store is elsewhere and has faults."""
    shelf = release.parents[1] / "steady"
    shutil.copytree(release, shelf / release.name)
    (shelf / "current").symlink_to(release.name)
    upstream = stack.enter_context(oxigraph(OXIGRAPH, release.parents[1] / "oxigraph", release))
    store = FaultyStore(upstream)
    stack.callback(store.close)
    before = msgspec.structs.replace(config, releases=shelf, store=store.url, limits=Limits(query_seconds=15))
    server = stack.enter_context(running(before, log))
    return Remote(server.url.rstrip("/"), Process(server.process.pid), store, fault)


def _result(found: Soak, seconds: float, logs: Sequence[Path]) -> Result:
    said = "".join(each.read_text("utf-8", "replace") for each in logs if each.exists())
    assert found.begun
    return Result(
        seconds=seconds,
        minutes=found.minutes,
        switches=found.switches,
        slowest_switch=found.slowest_switch,
        kills=found.kills,
        tags=len(found.bodies),
        statuses=dict(found.statuses),
        remote={mode: dict(counts) for mode, counts in sorted(found.of_remote.items())},
        failures=dict(found.failures),
        mixed=found.mixed,
        begun=found.begun,
        left=found.state(),
        cache_mib=CACHE,
        log=logged(said),
    )
