"""What each minute of a soak was like, whether memory and handles stay flat, and the report of it."""

from __future__ import annotations

import json
import os
import platform
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import fmean, linear_regression

MEBIBYTE = 1 << 20
FLAT = 0.05
"""Flat: the line through what was measured after warm-up rises by less than this share of its middle in an hour."""


@dataclass(frozen=True)
class Process:
    """A process, as the kernel tells of it."""

    pid: int

    def memory(self) -> int:
        """Return what it has in memory for itself, in bytes; files that are mapped go when others need room."""
        with suppress(OSError):
            if found := re.search(r"RssAnon:\s+(\d+)", Path(f"/proc/{self.pid}/status").read_text()):
                return int(found[1]) * 1024
        return 0

    def handles(self) -> int:
        """Return how many handles it has."""
        return sum(1 for _ in Path(f"/proc/{self.pid}/fd").iterdir())

    def deleted(self) -> int:
        """Return how many of them are files of a release that is not there any more, or of answers that were sent."""
        found = 0
        for each in Path(f"/proc/{self.pid}/fd").iterdir():
            with suppress(OSError):
                found += str(each.readlink()).endswith(" (deleted)")
        return found

    def threads(self) -> int:
        """Return how many threads it has."""
        return sum(1 for _ in Path(f"/proc/{self.pid}/task").iterdir())

    def workers(self) -> list[int]:
        """Return its children."""
        found: list[int] = []
        for task in Path(f"/proc/{self.pid}/task").glob("*/children"):
            with suppress(OSError):
                found += map(int, task.read_text().split())
        return found


@dataclass(frozen=True)
class State:
    """What the web process and its workers take; memory in MiB."""

    memory: float
    handles: int
    deleted: int
    threads: int
    workers: int
    workers_memory: float
    largest_worker: float
    remote_memory: float
    remote_handles: int

    @classmethod
    def of(cls, web: Process, remote: Process | None) -> State:
        """Look at the processes now."""
        each = [Process(pid).memory() / MEBIBYTE for pid in web.workers()]
        return cls(
            memory=round(web.memory() / MEBIBYTE, 1),
            handles=web.handles(),
            deleted=web.deleted(),
            threads=web.threads(),
            workers=len(each),
            workers_memory=round(sum(each), 1),
            largest_worker=round(max(each, default=0.0), 1),
            remote_memory=round(remote.memory() / MEBIBYTE, 1) if remote else 0.0,
            remote_handles=remote.handles() if remote else 0,
        )


@dataclass(frozen=True)
class Minute:
    """What was seen in one minute; times in milliseconds."""

    number: int
    requests: int
    failed: int
    later: int
    p50: float
    p99: float
    small_p50: float
    small_p99: float
    remote_requests: int
    remote_refused: int
    switches: int
    kills: int
    state: State


@dataclass
class Seen:
    """What is seen until the minute is over."""

    seconds: list[float] = field(default_factory=list)
    small: list[float] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    remote: Counter[str] = field(default_factory=Counter)
    failed: int = 0
    switches: int = 0
    kills: int = 0

    def minute(self, number: int, state: State) -> Minute:
        """Return it as a line of the report."""
        return Minute(
            number=number,
            requests=len(self.seconds),
            failed=self.failed,
            later=self.statuses["503"],
            p50=quantile(self.seconds, 0.5),
            p99=quantile(self.seconds, 0.99),
            small_p50=quantile(self.small, 0.5),
            small_p99=quantile(self.small, 0.99),
            remote_requests=self.remote.total(),
            remote_refused=self.remote.total() - self.remote["200"],
            switches=self.switches,
            kills=self.kills,
            state=state,
        )


def quantile(seconds: Sequence[float], part: float) -> float:
    """Return a quantile in milliseconds."""
    ordered = sorted(seconds) or [0.0]
    return round(1000 * ordered[min(len(ordered) - 1, int(len(ordered) * part))], 1)


@dataclass(frozen=True)
class Trend:
    """How something went after warm-up; ``an_hour`` is by how much its line rises in one."""

    name: str
    middle: float
    an_hour: float
    share: float
    flat: bool


LINES: dict[str, Callable[[State], float]] = {
    "memory of the web process, MiB": lambda state: state.memory,
    "handles of the web process": lambda state: state.handles,
    "memory of the web process before the remote store, MiB": lambda state: state.remote_memory,
    "handles of that process": lambda state: state.remote_handles,
}


def trends(minutes: Sequence[Minute], seconds: float) -> list[Trend]:
    """Return how memory and handles went in the last two thirds; nothing for too few lines to say."""
    late = minutes[len(minutes) // 3 :]
    return [_trend(name, [take(each.state) for each in late], seconds) for name, take in LINES.items() if len(late) > 4]


def _trend(name: str, values: Sequence[float], seconds: float) -> Trend:
    middle = fmean(values)
    an_hour = linear_regression(range(len(values)), values).slope * 3600 / seconds
    share = an_hour / middle if middle else 0.0
    return Trend(name, round(middle, 1), round(an_hour, 2), round(share, 4), share < FLAT)


COLUMNS = (
    "minute", "requests", "failed", "503", "p50", "p99", "small p50", "small p99", "remote", "refused", "switches",
    "kills", "MiB", "handles", "deleted", "threads", "workers", "their MiB", "remote MiB", "remote handles",
)  # fmt: skip # a table's head


def row(minute: Minute) -> tuple[float, ...]:
    """Return a minute as a line of the table."""
    state = minute.state
    return (
        minute.number, minute.requests, minute.failed, minute.later, minute.p50, minute.p99, minute.small_p50,
        minute.small_p99, minute.remote_requests, minute.remote_refused, minute.switches, minute.kills, state.memory,
        state.handles, state.deleted, state.threads, state.workers, state.workers_memory, state.remote_memory,
        state.remote_handles,
    )  # fmt: skip # a table's line


@dataclass(frozen=True)
class Result:
    """What came of a soak: ``begun`` is the state after warm-up, ``left`` the one with everything quiet again."""

    seconds: float
    minutes: list[Minute]
    switches: int
    slowest_switch: float
    kills: int
    tags: int
    statuses: dict[str, int]
    remote: dict[str, dict[str, int]]
    failures: dict[str, int]
    mixed: list[str]
    begun: State
    left: State
    cache_mib: int
    log: dict[str, int]

    @property
    def sound(self) -> bool:
        """Whether nothing failed, was mixed or stayed."""
        flat = all(each.flat for each in trends(self.minutes, self.a_minute))
        return not self.failures and not self.mixed and self.left.workers <= 3 and flat

    @property
    def a_minute(self) -> float:
        """How many seconds a line stands for."""
        return self.seconds / max(1, len(self.minutes))


def as_json(result: Result) -> str:
    """Return the report for a program."""
    found = asdict(result) | {"trends": [asdict(each) for each in trends(result.minutes, result.a_minute)]}
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def as_markdown(result: Result) -> str:
    """Return the report for people."""
    parts = [
        f"# A soak of {result.seconds / 60:.0f} minutes\n",
        *_summary(result),
        "\n## Is it flat\n",
        f"After warm-up (the first third), a line through each minute. Flat: it rises by less than {FLAT:.0%} in an hour.\n",
        *_table(
            ("what", "middle", "rise in an hour", "share", ""), map(_verdict, trends(result.minutes, result.a_minute))
        ),
        "\n## What a server before a faulty remote store answered\n",
        *_table(("the store is", "answers"), ((mode, _told(counts)) for mode, counts in result.remote.items())),
        "\n## By minute\n",
        "Times in milliseconds; *small* are those that are no large query. *Remote* is the server before a faulty store.\n",
        *_table(COLUMNS, map(row, result.minutes)),
    ]
    return "\n".join(parts) + "\n"


def _summary(result: Result) -> list[str]:
    begun, left = result.begun, result.left
    asked, failed = sum(result.statuses.values()), sum(result.failures.values())
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    switched = f"{result.switches:,} switches of releases (the slowest followed after {result.slowest_switch:.1f} s)"
    said = "; ".join(f"{count:,} × *{line}*" for line, count in result.log.items())
    quiet = f"{left.workers} workers, {left.handles} handles ({left.deleted} of deleted files), {left.memory} MiB"
    return [
        f"{machine}. {asked:,} requests, {switched}, {result.kills:,} workers killed.\n",
        f"- **Failed:** {failed} ({failed / max(1, asked):.4%}).",
        *(f"  - {count:,} × {what}" for what, count in result.failures.items()),
        f"- **Answers:** {_told(result.statuses)}. 503 says *come back later*, 504 that a large query took longer than 20 s.",
        f"- **Mixed** (a body under another release's tag): {len(result.mixed)} of {result.tags:,} tags.",
        f"- **Quiet again:** {quiet}; {begun.handles} handles and {begun.memory} MiB in the first seconds.",
        f"- **Answers kept:** {result.cache_mib} MiB at most.",
        f"- **Logs of the servers:** {said or 'empty'}",
    ]


_IN_A_TRACEBACK = re.compile(
    r"\s|$|Traceback|The above exception|During handling|[\w.]+(?:Error|Exception|Gone|Exceeded)\b"
)
_PLACES = re.compile(r"/\S+|http://\S+")


def logged(text: str) -> dict[str, int]:
    """Return what a log says, without tracebacks, and how often it says it."""
    lines = (each for each in text.splitlines() if not _IN_A_TRACEBACK.match(each))
    return dict(Counter(_PLACES.sub("…", each)[:200] for each in lines).most_common(20))


def _verdict(trend: Trend) -> tuple[str, float, float, str, str]:
    return trend.name, trend.middle, trend.an_hour, f"{trend.share:.1%}", "flat" if trend.flat else "**grows**"


def _told(counts: dict[str, int]) -> str:
    return ", ".join(f"{count:,} × {status}" for status, count in sorted(counts.items()))


def _table(head: Sequence[str], lines: Iterable[Sequence[object]]) -> list[str]:
    body = [f"| {' | '.join(map(str, line))} |" for line in lines]
    return [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}", *body]
