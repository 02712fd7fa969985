"""A process that ends with the one that started it, however that ends: no worker is left behind."""

from __future__ import annotations

import ctypes
import os
import select
import signal
import sys
import threading

_SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG in <linux/prctl.h>


def end_with(parent: int, channel: int) -> None:
    """End this process when its parent does: by the kernel where it can, and everywhere by a thread that watches.

    ``parent`` is the id of that process, ``channel`` the file descriptor of a pipe or socket to it. The kernel's signal also
    comes while the process is stopped or a library holds the interpreter; the thread needs no such kernel. Raises
    :class:`EOFError` where the parent is gone already.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:
        raise EOFError
    threading.Thread(target=_watch, args=(channel,), daemon=True).start()


def _watch(channel: int) -> None:
    gone = select.poll()
    gone.register(channel, 0)  # only that the other side has hung up
    gone.poll()
    os._exit(0)
