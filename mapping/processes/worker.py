"""A worker process: it does one task after the other, and ends with the process that started it, however that ends."""

from __future__ import annotations

import ctypes
import os
import pickle
import resource
import select
import signal
import sys
import threading
from multiprocessing.connection import Connection
from typing import Any

_SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG in <linux/prctl.h>


def main() -> None:
    """Do the tasks that come over the channel, named by its file descriptor, for the process with the given id."""
    channel, parent = int(sys.argv[1]), int(sys.argv[2])
    _end_with(parent, channel)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with Connection(channel) as connection:
        while True:
            try:
                task, args, kwargs = connection.recv()
            except (EOFError, ConnectionError):
                return
            connection.send(_outcome(task, args, kwargs))


def _outcome(task: Any, args: Any, kwargs: Any) -> tuple[bool, Any]:
    try:
        return True, task(*args, **kwargs)
    except Exception as error:  # noqa: BLE001 - raised again on the other side
        return False, _that_travels(error)


def _that_travels(error: Exception) -> Exception:
    """Return an error as it is, or what it says where it cannot be made anew on the other side."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - made a moment ago
    except Exception:  # noqa: BLE001 - whatever a class of errors does when it is copied
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


def _end_with(parent: int, channel: int) -> None:
    """End this process when its parent ends: by the kernel where it can, and everywhere by a thread that watches.

    The kernel's signal also comes while a library holds the interpreter; the thread needs no such kernel.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit()
    threading.Thread(target=_watch, args=(channel,), daemon=True).start()


def _watch(channel: int) -> None:
    gone = select.poll()
    gone.register(channel, 0)  # only that the other side has hung up
    gone.poll()
    os._exit(0)


if __name__ == "__main__":
    main()
