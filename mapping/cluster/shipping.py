"""A plan folder on its way to a worker, and what the worker made of it on its way back. Nothing need be shared but these."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import msgspec
from distributed import get_worker

from mapping import plan_folder
from mapping.assembly import Made
from mapping.cache.inputs import digest_of_makers, files_read
from mapping.making import make_within
from mapping.processes.limits import PlanLimits
from mapping.processes.pool import Processes
from mapping.workbench import Settings

_LOCK = threading.Lock()


class ShippedFolder(msgspec.Struct, frozen=True):
    """A plan folder: its name, and the files that are read of it by their paths below it."""

    name: str
    files: dict[str, bytes]


class ShippedPlan(msgspec.Struct, frozen=True):
    """What became of a plan, and the files that were written of it by their paths in a release."""

    made: Made
    files: dict[str, bytes]


def pack(path: Path) -> ShippedFolder:
    """Return a plan folder; raises :class:`PlanFolderError` and :class:`OSError` where it cannot be read."""
    folder = plan_folder.load(path)
    return ShippedFolder(folder.path.absolute().name, _contents(folder.path, files_read(folder)))


def unpack(files: dict[str, bytes], folder: Path) -> None:
    """Write files below a folder."""
    for path, content in files.items():
        (target := folder / path).parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def _contents(folder: Path, files: Iterable[Path]) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def make_shipped(limits: PlanLimits, shipped: ShippedFolder, settings: Settings, makers: str) -> ShippedPlan | None:
    """Make a plan on a worker of a cluster, within limits, in a process that has only this to do.

    Returns nothing where the worker has other software or other reference data than whoever asks, whose digest is ``makers``:
    it would make another plan. Raises :class:`~mapping.processes.pool.WorkerEndedError` as those processes do.
    """
    if digest_of_makers(settings) != makers:
        return None
    with tempfile.TemporaryDirectory(prefix="policygraph-") as place:
        folder, staging = Path(place, "plans", shipped.name), Path(place, "made")
        staging.mkdir()
        unpack(shipped.files, folder)
        with _LOCK:
            processes = _processes()
        made = processes.submit(make_within, limits, folder, settings, staging).result()
        return ShippedPlan(made, _contents(staging, (each for each in staging.rglob("*") if each.is_file())))


@cache
def _processes() -> Processes:
    """Return this worker's processes, one for each of its threads; they end with it."""
    return Processes(get_worker().state.nthreads)
