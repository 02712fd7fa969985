"""An executor of worker processes, each with a channel of its own: one that dies fails its task and is replaced.

The standard library's pool is broken for good by one dead worker, and its workers, forked in the midst of a build, hold
what the build had open, its lock too. These are started afresh, inherit nothing but their channel, and end with this process.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from multiprocessing.connection import Connection
from queue import SimpleQueue
from types import TracebackType
from typing import Any, ParamSpec, TypeVar

_P = ParamSpec("_P")
_T = TypeVar("_T")


class WorkerEndedError(Exception):
    """A worker ended in the middle of its task; ``code`` is its exit code, negative for a signal."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code

    @property
    def of_time(self) -> bool:
        """Whether its alarm ended it."""
        return self.code == -signal.SIGALRM

    @property
    def of_memory(self) -> bool:
        """Whether it ended as a process does that gets no memory."""
        return self.code in {-signal.SIGABRT, -signal.SIGKILL}


class _Worker:
    """A worker process, from this side. One thread at a time speaks with it."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - this Python, and a module of ours
                # -P: a folder seeds/ where the command is run is no part of the product
                [sys.executable, "-P", "-m", "mapping.processes.worker", str(theirs.fileno()), str(os.getpid())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
                start_new_session=True,  # an interrupt at the terminal is ours to answer
            )
        self._channel = Connection(ours.detach())

    def run(self, task: tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]) -> Any:
        """Return what the task returns, or raise what it raises, or :class:`WorkerEndedError`."""
        try:
            self._channel.send(task)
            done, found = self._channel.recv()
        except (EOFError, ConnectionError) as error:
            raise WorkerEndedError(self._process.wait()) from error
        if not done:
            raise found
        return found

    def end(self) -> None:
        """End the process, whatever it does; who waits for it hears of that."""
        self._process.kill()
        self._process.wait()


class Processes(Executor):
    """So many worker processes, started at once and kept for task after task."""

    def __init__(self, count: int) -> None:
        self._threads = ThreadPoolExecutor(count)
        # in threads that stay: Linux ends a process whose parent thread has ended
        self._workers = [each.result() for each in [self._threads.submit(_Worker) for _ in range(count)]]
        self._ended = False
        self._idle: SimpleQueue[_Worker] = SimpleQueue()
        for worker in self._workers:
            self._idle.put(worker)

    def submit(self, task: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        """Run a task in a worker; its future raises :class:`WorkerEndedError` where the worker dies of it."""
        return self._threads.submit(self._run, task, args, kwargs)

    def _run(self, *task: Any) -> Any:
        worker = self._idle.get()
        try:
            return worker.run(task)
        except WorkerEndedError:
            if not self._ended:
                self._workers.remove(worker)
                self._workers.append(worker := _Worker())
            raise
        finally:
            self._idle.put(worker)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the workers, once their tasks are done where ``wait`` says so."""
        self._threads.shutdown(wait, cancel_futures=cancel_futures)
        self._ended = True
        for worker in self._workers:
            worker.end()

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        """Leave nothing running; after an error or an interrupt nobody waits for what has begun."""
        self.shutdown(wait=kind is None, cancel_futures=kind is not None)
