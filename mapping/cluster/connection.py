"""A Dask cluster as one who makes plans. Which worker gets which plan, and what happens when one dies, is Dask's to decide."""

from __future__ import annotations

from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from distributed import Client, KilledWorker
from distributed.comm.core import CommClosedError

from mapping.assembly import Made
from mapping.cache.inputs import digest_of_makers
from mapping.cluster.shipping import ShippedPlan, make_shipped, pack, unpack
from mapping.errors import ReleaseError
from mapping.making import held_back
from mapping.processes.limits import PlanLimits
from mapping.workbench import Settings

_ON_THE_WAY = 64
"""How many plans are on their way at once: what is on the way is in memory."""
_CONNECTING = 10
"""Seconds to wait for a cluster that does not answer."""
_GONE = (CancelledError, CommClosedError, OSError)


class Cluster:
    """A cluster whose scheduler listens at ``address``; raises :class:`ReleaseError` where none does, or it has no worker."""

    def __init__(self, address: str, settings: Settings) -> None:
        self._address = address
        self._makers = digest_of_makers(settings)
        try:
            self._client = Client(  # type: ignore[no-untyped-call]
                address, timeout=_CONNECTING, set_as_default=False
            )
        except (OSError, ValueError) as error:
            raise ReleaseError(f"no cluster answers at {address}", advice="Start `dask scheduler` there.") from error
        if not self._client.scheduler_info()["workers"]:
            self._client.close()  # type: ignore[no-untyped-call]
            raise ReleaseError(f"the cluster at {address} has no worker", advice=f"Start `dask worker {address}`.")
        self._tasks = self._client.get_executor(pure=False)  # type: ignore[no-untyped-call]
        self._waiting = ThreadPoolExecutor(_ON_THE_WAY)

    def make(self, limits: PlanLimits, folder: Path, settings: Settings, staging: Path) -> Future[Made]:
        """Let a plan be made, and its files be written below ``staging``.

        The future raises :class:`~mapping.processes.pool.WorkerEndedError` where making it ends the process that does,
        :class:`ReleaseError` where the cluster is lost.
        """
        return self._waiting.submit(self._made, limits, folder, settings, staging)

    def _made(self, limits: PlanLimits, folder: Path, settings: Settings, staging: Path) -> Made:
        try:
            task = self._tasks.submit(make_shipped, limits, pack(folder), settings, self._makers)
            found: ShippedPlan | None = task.result()
        except KilledWorker:
            return held_back(
                folder, "every worker of the cluster that began it ended. Build it here, without --cluster."
            )
        except _GONE as error:
            advice = "Start it again, and build again: what it has made is not made twice."
            raise ReleaseError(f"the cluster at {self._address} is gone", advice=advice) from error
        if found is None:
            raise ReleaseError(
                f"a worker of the cluster at {self._address} has other software or reference data",
                advice="Give all machines the same versions and files, and start the workers again.",
            )
        unpack(found.files, staging)
        return found.made

    def __enter__(self) -> Self:
        """Be closed at the end of a block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        """Let the cluster go; after an error nobody waits for what has begun."""
        self._waiting.shutdown(wait=False, cancel_futures=True)
        with suppress(*_GONE):
            self._client.close()  # type: ignore[no-untyped-call]
