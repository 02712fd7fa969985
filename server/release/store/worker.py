"""A query worker: a process that opens a release's store read-only and answers one task after the other.

It is started by :mod:`server.release.store.workers`, ends when the web process does, however that dies, and is ended by it when
a query takes too long. Memory is limited by ``RLIMIT_DATA``, which counts what a process allocates and not the files it
maps; past it, Oxigraph aborts, and the web process sees the worker gone.
"""

from __future__ import annotations

import os
import resource
import signal
import socket
import sys
import traceback
from pathlib import Path

import pyoxigraph as ox

from mapping.processes.orphans import end_with
from server.release.store import messages
from server.release.store.errors import Inexpressible
from server.release.store.evaluation import QuerySource, write
from server.release.store.messages import Reply, Setup, Task
from server.release.store.reading.dataset import read
from server.release.store.reading.diagnosis import Diagnosis, diagnose
from server.release.store.spool import NoRoom, Overflow, Spool

_PAGE = resource.getpagesize()
_NO_FUNCTION = "is not supported"
"""In what the engine says of a function that it does not have."""


def main() -> None:
    """Answer tasks on the socket whose file descriptor is the first argument, until the other side goes."""
    channel = socket.socket(fileno=int(sys.argv[1]))
    try:
        setup = messages.setup(messages.receive(channel))
        end_with(setup.parent, channel.fileno())
        _be_modest()
        serve(channel, setup)
    except (EOFError, BrokenPipeError):
        return


def serve(channel: socket.socket, setup: Setup) -> None:
    """Answer tasks until the other side goes, which ends in :class:`EOFError` or :class:`BrokenPipeError`."""
    source = QuerySource(ox.Store.read_only(setup.store))
    memory = _Memory()
    at_start = before = memory.allocated()
    messages.send(channel, messages.encode(Reply(outcome="body")))
    while True:
        task = messages.task(messages.receive(channel))
        resource.setrlimit(resource.RLIMIT_DATA, (before + setup.memory, resource.RLIM_INFINITY))
        spool = Spool(setup.inline, setup.answer)
        reply = _answer(source, task, setup, spool)
        before = memory.allocated()
        grown = reply.outcome == "memory" or before - at_start > setup.memory // 2
        file = spool.release() if reply.outcome == "file" else None
        messages.send(channel, messages.encode(_with_retirement(reply) if grown else reply))
        if file:
            socket.send_fds(channel, [b"f"], [file.fileno()])
            file.close()


def _answer(source: QuerySource, task: Task, setup: Setup, spool: Spool) -> Reply:
    if task.reading:
        return Reply(outcome="body", body=messages.encode(read(task.query, setup.base)))
    try:
        result = source.query(task, setup.base)
    except (SyntaxError, ValueError) as error:
        found = diagnose(task.query, setup.base, setup.prefixes) or Diagnosis(reason=str(error))
        return Reply(outcome="syntax", body=messages.encode(found))
    except Exception as error:  # noqa: BLE001 - whatever it is, this worker can answer the next query
        return _failed(error, task)
    try:
        cut = write(result, task, spool, setup.prefixes)
    except Exception as error:  # noqa: BLE001 - the same
        return _failed(error, task)
    return Reply(outcome="file" if spool.file else "body", body=spool.body(), size=spool.size, cut=cut)


def _failed(error: Exception, task: Task) -> Reply:
    """Return why there is no answer; what nobody foresaw is a mistake of ours, and is told with its traceback."""
    reason = str(error).encode()
    match error:
        case Inexpressible():
            return Reply(outcome="inexpressible", body=reason)
        case MemoryError():
            return Reply(outcome="memory")
        case Overflow() | NoRoom():
            return Reply(outcome="size" if isinstance(error, Overflow) else "disk")
        case RuntimeError() if _NO_FUNCTION in str(error):
            return Reply(outcome="unsupported", body=reason)
        case OSError(errno=None) if read(task.query, "").services:  # one with a number is of this computer
            return Reply(outcome="service", body=reason)
        case _:
            return Reply(outcome="fault", body="".join(traceback.format_exception(error)).encode())


def _with_retirement(reply: Reply) -> Reply:
    return Reply(outcome=reply.outcome, body=reply.body, size=reply.size, cut=reply.cut, retire=True)


class _Memory:
    """What this process has allocated; the kernel's account of it stays open, since it is read after every task."""

    def __init__(self) -> None:
        try:
            self._account: int | None = os.open("/proc/self/statm", os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            self._account = None

    def allocated(self) -> int:
        """Return the allocated bytes, as ``RLIMIT_DATA`` counts them; 0 where nobody says."""
        return 0 if self._account is None else int(os.pread(self._account, 256, 0).split()[5]) * _PAGE


def _be_modest() -> None:
    """Leave interrupts to the parent, leave no core dump, and be the first to go when memory is short."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        Path("/proc/self/oom_score_adj").write_text("1000")
    except OSError:
        return


if __name__ == "__main__":
    main()
