"""Sorted files of lines, merged to one in the memory of a few."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

AT_ONCE = 128
"""How many files are open at a time; more are merged in rounds."""


def merged(files: Sequence[Path], scratch: Path) -> Iterator[bytes]:
    """Yield the lines of sorted files, sorted and each once; what stands between two rounds goes below ``scratch``."""
    while len(files) > AT_ONCE:
        (scratch := scratch / "round").mkdir()
        groups = [files[start : start + AT_ONCE] for start in range(0, len(files), AT_ONCE)]
        files = [_written(group, scratch / str(number)) for number, group in enumerate(groups)]
    yield from _once(files)


def _written(files: Sequence[Path], target: Path) -> Path:
    with target.open("wb") as out:
        out.writelines(_once(files))
    return target


def _once(files: Sequence[Path]) -> Iterator[bytes]:
    with ExitStack() as stack:
        last = None
        for line in heapq.merge(*(stack.enter_context(file.open("rb")) for file in files)):
            if line != last:
                yield line
            last = line
