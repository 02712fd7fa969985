"""Worker processes in two lanes.

Every query starts in the fast lane. One that outlasts its first moments moves to the slow lane as it runs: its worker
becomes a slow one, soon of lower priority, and a spare takes its place, so that small queries never stand behind large
ones. A worker of lower priority ends with its query. Pools such as pebble's share one pipe among their workers; here each has a
socket of its own, so that a worker can be ended at any moment, be moved to the other lane, and hand over a file.
"""

from __future__ import annotations

import contextlib
import functools
import logging
import math
import os
import queue
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from ctypes.util import find_library
from dataclasses import dataclass
from typing import BinaryIO

from server.config import Lanes
from server.release.store import messages
from server.release.store.asking.asker import Client
from server.release.store.asking.places import LanePlaces
from server.release.store.errors import Busy, HungUp, TimeExceeded
from server.release.store.messages import Reply, Setup, Task

_LOG = logging.getLogger(__name__)
_SLOW_NICENESS = 10
_START_SECONDS = 30.0
_GRACE_SECONDS = 1.0
_ALLOCATORS = ("mimalloc", "jemalloc")
_ABORTED = {-signal.SIGABRT, -signal.SIGKILL}  # Oxigraph without memory; the kernel without memory


@functools.cache
def environment() -> dict[str, str]:
    """Return the environment of a worker, with mimalloc or jemalloc if the system has one.

    Oxigraph's wheel allocates with the C library; its own server brings mimalloc, and a query takes a quarter less with
    it (2.1 instead of 2.8 ms of one core, a mix of 21 queries over 2.9 million triples).
    """
    found = next(filter(None, map(find_library, _ALLOCATORS)), None)
    preloaded = [each for each in (found, os.environ.get("LD_PRELOAD")) if each]
    return {**os.environ, "LD_PRELOAD": " ".join(preloaded)} if found else dict(os.environ)


_WORKERS_TO_TRY = 4


class WorkerGone(Exception):  # noqa: N818
    """A worker ended in the middle of a task; ``code`` is its exit code, negative for a signal."""

    def __init__(self, code: int | None) -> None:
        super().__init__(f"the worker ended with {code}")
        self.code = code

    @property
    def for_memory(self) -> bool:
        """Whether it ended as a process does that gets no memory."""
        return self.code in _ABORTED

    @property
    def for_stack(self) -> bool:
        """Whether it ended as a process does whose stack is used up."""
        return self.code == -signal.SIGSEGV


class Worker:
    """A worker process, from the web process's side. One thread at a time speaks with it."""

    def __init__(self, setup: Setup) -> None:
        self._channel, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-m", "server.release.store.worker", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env=environment(),
                stdin=subprocess.DEVNULL,
            )
        self._readable = select.poll()
        self._readable.register(self._channel, select.POLLIN)
        try:
            messages.send(self._channel, messages.encode(setup))
        except OSError:  # it was ended before it could be told anything
            self.end()
            raise

    @property
    def alive(self) -> bool:
        """Whether the process is there: an idle one may have been ended from outside."""
        return self._process.poll() is None

    def wait_until_ready(self) -> None:
        """Wait until the store is open; raises :class:`WorkerGone`."""
        if not self.answers_within(_START_SECONDS):
            raise self._gone()
        self.reply()

    def ask(self, task: bytes) -> None:
        """Hand over a task; raises :class:`WorkerGone`."""
        try:
            messages.send(self._channel, task)
        except OSError as error:
            raise self._gone() from error

    def answers_within(self, seconds: float) -> bool:
        """Wait for the reply, or for the worker's end; return whether there is something to read."""
        return bool(self._readable.poll(max(0, math.ceil(seconds * 1000))))

    def reply(self) -> tuple[Reply, BinaryIO | None]:
        """Return the reply, and the file it is in if it is large; raises :class:`WorkerGone`."""
        try:
            reply = messages.reply(messages.receive(self._channel))
            return reply, self._file() if reply.outcome == "file" else None
        except (EOFError, OSError) as error:
            raise self._gone() from error

    def _file(self) -> BinaryIO:
        _, descriptors, _, _ = socket.recv_fds(self._channel, 1, 1)
        if not descriptors:  # it was ended between its reply and the file
            raise EOFError
        return os.fdopen(descriptors[0], "rb")

    def _gone(self) -> WorkerGone:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=5)  # its socket closes a moment before its exit code is known
        return WorkerGone(self._process.returncode)

    def slow_down(self) -> None:
        """Let small queries go before this one."""
        with contextlib.suppress(ProcessLookupError):
            os.setpriority(os.PRIO_PROCESS, self._process.pid, _SLOW_NICENESS)

    def pause(self) -> None:
        """Stop it where it is."""
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Continue after :meth:`pause`."""
        self._process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        """Let it end at once, whatever it does; who waits for its reply learns of it."""
        self._process.kill()

    def end(self) -> None:
        """End it at once, and wait until it has."""
        self._process.kill()
        self._process.wait()
        self._channel.close()


@dataclass(frozen=True, slots=True)
class Budget:
    """The time of one query, in seconds."""

    short: float
    total: float


class Workers:
    """A pool of workers on one release, with a keeper thread that starts them.

    The keeper is one thread for as long as the pool lives: Linux ends a process whose parent *thread* has ended.
    """

    def __init__(self, setup: Setup, lanes: Lanes) -> None:
        fast = lanes.fast or (os.cpu_count() or 1) + 1
        self._setup = setup
        self._lanes = lanes
        self._fast = LanePlaces(fast)
        self._slow = LanePlaces(lanes.slow, kept=1)
        self._paused = LanePlaces(lanes.slow + 1, kept=1)
        self._line = threading.BoundedSemaphore(fast + lanes.waiting)
        self._idle: queue.LifoQueue[Worker] = queue.LifoQueue()
        self._orders: queue.Queue[bool] = queue.Queue()
        self._closed = False
        self._started: set[Worker] = set()
        for _ in range(fast + 1):  # one to spare, for when a query moves to the slow lane
            self._orders.put(True)
        self._keeper = threading.Thread(target=self._keep, name="keeper of workers", daemon=True)
        self._keeper.start()

    def run(self, task: Task, seconds: float, asker: Client) -> tuple[Reply, BinaryIO | None]:
        """Return the reply to a task, and the file that holds a large one.

        Raises :class:`~server.release.store.errors.Busy`, :class:`~server.release.store.errors.TimeExceeded`,
        :class:`~server.release.store.errors.HungUp` and :class:`WorkerGone`.
        """
        budget = Budget(min(self._lanes.short_seconds, seconds), seconds)
        return _Errand(self, messages.encode(task), budget, asker).run()

    @contextlib.contextmanager
    def _place_in_line(self) -> Iterator[None]:
        if not self._line.acquire(blocking=False):
            raise self.busy()
        try:
            yield
        finally:
            self._line.release()

    @property
    def count(self) -> int:
        """How many worker processes there are."""
        return len(self._started)

    def busy(self) -> Busy:
        """Return the error that tells a client to come back."""
        return Busy(max(1, round(self._lanes.patience_seconds / 4)))

    def close(self) -> None:
        """End all idle workers and the keeper; a worker that still answers ends with its query."""
        self._closed = True
        self._orders.put(False)
        self._keeper.join()
        self._end_idle()

    # ---- what an errand needs ----------------------------------------------------------------------------------

    def enter(self, asker: Client) -> None:
        """Take a place in the fast lane, for as long as one has patience; raises :class:`Busy` and :class:`HungUp`."""
        with self._place_in_line():
            if not self._fast.enter(asker, self._lanes.patience_seconds):
                raise self.busy()

    def leave(self, asker: Client) -> None:
        """Give the place in the fast lane back, once."""
        self._fast.leave(asker)

    def take(self) -> Worker:
        """Return an idle worker; the caller holds a place in the fast lane, so one is there or about to be."""
        try:
            while not (worker := self._idle.get(timeout=0 if self._closed else _START_SECONDS)).alive:
                self.end(worker)
        except queue.Empty as error:
            _LOG.exception("no query worker could be started within %d s", _START_SECONDS)
            raise self.busy() from error
        return worker

    def give_back(self, worker: Worker) -> None:
        """Put a worker back to the idle ones."""
        self._idle.put(worker)
        if self._closed:
            self._end_idle()

    def end(self, worker: Worker, *, replaced: bool = False) -> None:
        """End a worker, and see that there is another."""
        self._end(worker)
        if not replaced:
            self._orders.put(not self._closed)

    def replacement(self) -> bool:
        """Return whether a new worker was ordered for one that goes on in the slow lane, because none is to spare."""
        short = self._idle.empty()
        if short:
            self._orders.put(not self._closed)
        return short

    @contextlib.contextmanager
    def slow_lane(self, worker: Worker, asker: Client) -> Iterator[None]:
        """Give a place in the slow lane; raises :class:`Busy` and :class:`HungUp`."""
        if not self._slow.enter(asker):
            self._wait_standing_still(worker, asker)
        try:
            yield
        finally:
            self._slow.leave(asker)

    def _wait_standing_still(self, worker: Worker, asker: Client) -> None:
        if not self._paused.enter(asker):
            raise self.busy()
        worker.pause()
        try:
            if not self._slow.enter(asker, self._lanes.patience_seconds):
                raise self.busy()
        finally:
            self._paused.leave(asker)
            worker.go_on()

    # ---- the keeper --------------------------------------------------------------------------------------------

    def _keep(self) -> None:
        while self._orders.get() and not self._closed:
            try:
                self._idle.put(self._start())
            except (OSError, WorkerGone):
                _LOG.exception("a query worker could not be started on %s", self._setup.store)
                time.sleep(1.0)
                self._orders.put(True)

    def _start(self) -> Worker:
        worker = Worker(self._setup)
        self._started.add(worker)
        try:
            worker.wait_until_ready()
        except Exception:
            self._end(worker)
            raise
        return worker

    def _end(self, worker: Worker) -> None:
        worker.end()
        self._started.discard(worker)

    def _end_idle(self) -> None:
        with contextlib.suppress(queue.Empty):
            while True:
                self._end(self._idle.get_nowait())


class _Errand:
    """One query's way through the lanes. Every place and every worker that it takes is given back in one place."""

    def __init__(self, pool: Workers, task: bytes, budget: Budget, asker: Client) -> None:
        self._pool = pool
        self._task = task
        self._budget = budget
        self._asker = asker

    def run(self) -> tuple[Reply, BinaryIO | None]:
        """Run on a worker; on another one if it was ended from outside, as an idle one may have been: no query's fault."""
        for left in reversed(range(_WORKERS_TO_TRY)):
            try:
                return self._run_once()
            except WorkerGone as gone:
                if self._asker.gone:
                    raise HungUp from gone
                if gone.code != -signal.SIGKILL or not left:
                    raise
        raise AssertionError

    def _run_once(self) -> tuple[Reply, BinaryIO | None]:
        with contextlib.ExitStack() as place:
            self._pool.enter(self._asker)
            place.callback(self._pool.leave, self._asker)
            worker = self._pool.take()
            back = replaced = False
            try:
                with self._asker.while_there(worker.kill):
                    worker.ask(self._task)
                    soon = worker.answers_within(self._budget.short)
                    if not soon:
                        replaced = self._pool.replacement()
                        place.close()  # others may come to the fast lane
                    reply, file, soon = (*worker.reply(), True) if soon else self._slow_reply(worker)
                    back = soon and not replaced and not reply.retire
                return reply, file
            finally:
                if back:
                    self._pool.give_back(worker)
                else:
                    self._pool.end(worker, replaced=replaced)

    def _slow_reply(self, worker: Worker) -> tuple[Reply, BinaryIO | None, bool]:
        """Return the reply from the slow lane, and whether it came so soon that the worker need not be started anew."""
        with self._pool.slow_lane(worker, self._asker):
            left = self._budget.total - self._budget.short
            soon = worker.answers_within(min(_GRACE_SECONDS, left))
            if not soon:
                worker.slow_down()
                if not worker.answers_within(left - _GRACE_SECONDS):
                    raise TimeExceeded(self._budget.total)
            return *worker.reply(), soon
