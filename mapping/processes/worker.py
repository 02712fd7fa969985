"""A worker process: it does one task after the other, and ends with the process that started it, however that ends."""

from __future__ import annotations

import gc
import pickle
import resource
import sys
from contextlib import suppress
from itertools import count
from multiprocessing.connection import Connection
from typing import Any

from mapping.processes.orphans import end_with


def main() -> None:
    """Do the tasks that come over the channel, named by its file descriptor, for the process with the given id."""
    channel, parent = int(sys.argv[1]), int(sys.argv[2])
    with suppress(EOFError, ConnectionError):
        end_with(parent, channel)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        serve(channel)


def serve(channel: int) -> None:
    """Do tasks until the other side goes, which ends in :class:`EOFError` or :class:`ConnectionError`.

    What the first task loads stays (reference data, dictionaries, shapes), a fifth of all time if it is looked at for
    garbage again and again.
    """
    with Connection(channel) as connection:
        for number in count():
            task, args, kwargs = connection.recv()
            connection.send(_outcome(task, args, kwargs))
            if not number:
                gc.collect()
                gc.freeze()


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


if __name__ == "__main__":
    main()
