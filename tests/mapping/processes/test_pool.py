"""A worker that dies costs its task alone, and none outlives the process that started it."""

import ctypes
import errno
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from mapping.errors import DocumentError
from mapping.processes.limits import MEBIBYTE, PlanLimits, within
from mapping.processes.pool import Processes, WorkerEndedError


@pytest.fixture(scope="module")
def pool() -> Iterator[Processes]:
    with Processes(1) as found:
        yield found


def end_with(code: int) -> None:
    os._exit(code)


def take(limits: PlanLimits, mebibytes: int, seconds: float) -> int:
    with within(limits):
        held = bytearray(mebibytes * MEBIBYTE)
        time.sleep(seconds)
    return len(held)


def never_give_the_interpreter_back(limits: PlanLimits) -> None:
    with within(limits):
        ctypes.PyDLL(None).sleep(60)


def raise_what_cannot_travel() -> None:
    raise DocumentError("is torn", advice="Mend it.")


def test_a_task_is_done_in_another_process(pool: Processes) -> None:
    assert pool.submit(os.getpid).result() != os.getpid()


def test_a_worker_that_dies_fails_its_task_and_the_next_one_is_done(pool: Processes) -> None:
    before = pool.submit(os.getpid).result()
    died, after = pool.submit(end_with, 7), pool.submit(os.getpid)
    with pytest.raises(WorkerEndedError) as found:
        died.result()
    assert found.value.code == 7
    assert after.result() != before


def test_what_a_task_raises_is_raised_to_who_waits(pool: Processes) -> None:
    with pytest.raises(OSError, match="gone") as found:
        pool.submit(raise_os_error).result()
    assert found.value.errno == errno.ENOENT
    with pytest.raises(RuntimeError, match="DocumentError: is torn"):
        pool.submit(raise_what_cannot_travel).result()


def raise_os_error() -> None:
    raise OSError(errno.ENOENT, "gone")


def test_a_task_within_its_limits_is_done_and_the_next_has_its_own(pool: Processes) -> None:
    limits = PlanLimits(seconds=1.5, memory=100 * MEBIBYTE)
    assert [pool.submit(take, limits, 60, 0.8).result() for _ in range(3)] == [60 * MEBIBYTE] * 3


def test_a_task_that_takes_too_long_is_ended_whatever_code_it_is_in(pool: Processes) -> None:
    limits = PlanLimits(seconds=0.3)
    for task in (pool.submit(never_give_the_interpreter_back, limits), pool.submit(take, limits, 1, 60)):
        with pytest.raises(WorkerEndedError) as found:
            task.result(timeout=20)
        assert found.value.of_time


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux counts what a process allocates")
def test_a_task_that_wants_too_much_memory_gets_none(pool: Processes) -> None:
    with pytest.raises(MemoryError):
        pool.submit(take, PlanLimits(memory=100 * MEBIBYTE), 150, 0).result()


def test_workers_outlive_the_thread_that_opened_their_pool() -> None:
    """Linux ends a process with the thread that started it, where that process asks to end with its parent."""
    opened: list[tuple[Processes, int]] = []

    def open_pool() -> None:
        found = Processes(1)
        opened.append((found, found.submit(os.getpid).result()))

    thread = threading.Thread(target=open_pool)
    thread.start()
    thread.join()
    ((found, worker),) = opened
    with found:
        time.sleep(0.2)
        assert found.submit(os.getpid).result(timeout=20) == worker


def test_after_an_error_nobody_waits_for_what_has_begun() -> None:
    begun = []

    def interrupted() -> None:
        with Processes(1) as pool:
            begun.append(pool.submit(time.sleep, 60))
            while not begun[0].running():
                time.sleep(0.01)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert isinstance(begun[0].exception(timeout=20), WorkerEndedError)


BUSY = """
import os, re, sys, time
from mapping.processes.pool import Processes
pool = Processes(2)
workers = {pool.submit(os.getpid).result() for _ in range(2)}
pool.submit(TASK)
while pool._idle.qsize() != 1:
    time.sleep(0.01)
time.sleep(0.3)  # until the other one has begun
print(*workers, flush=True)
time.sleep(60)
"""
ENDLESS = "re.match, '(a+)+$', 'a' * 60 + 'b'"
"""Never lets go of the interpreter, so that no thread beside it sees anything."""


@pytest.mark.parametrize(
    ("kernel", "task"), [(True, ENDLESS), (False, "time.sleep, 60")], ids=["the kernel's signal", "the channel alone"]
)
def test_workers_end_when_the_process_that_started_them_is_killed(kernel: bool, task: str, tmp_path: Path) -> None:
    if not kernel:  # as on a system without the signal
        (tmp_path / "sitecustomize.py").write_text("import sys; sys.platform = 'other'\n")
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), *filter(None, sys.path)])}
    with subprocess.Popen(
        [sys.executable, "-c", BUSY.replace("TASK", task)], stdout=subprocess.PIPE, text=True, env=environment
    ) as parent:
        assert parent.stdout is not None
        workers = {int(each) for each in parent.stdout.readline().split()}
        assert len(workers) == 2
        parent.send_signal(signal.SIGKILL)
    end = time.monotonic() + 10
    while time.monotonic() < end and any(Path(f"/proc/{each}").exists() for each in workers):
        time.sleep(0.02)
    left = [each for each in workers if Path(f"/proc/{each}").exists()]
    for each in left:
        os.kill(each, signal.SIGKILL)
    assert left == []


def test_a_worker_whose_parent_ended_before_it_began_does_not_begin() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        worker = [sys.executable, "-m", "mapping.processes.worker", str(theirs.fileno()), "1"]
        done = subprocess.run(worker, pass_fds=[theirs.fileno()], timeout=30, check=False)
    assert done.returncode == 0
