"""How well are reworded requirements aligned? Precision and recall beside two baselines, and the time a text takes.

    python benchmarks/alignment.py [--split held-out]

The baselines know the same national document: *equality* links a text to the requirement it equals, character by
character; *ratio* links it to the requirement with the highest ``rapidfuzz.fuzz.ratio`` if that reaches the cut-off
with the best F1 on the tuning texts (the kindest choice for it).
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec
from rapidfuzz import fuzz, process

from mapping.alignment.alignment import Aligner
from mapping.reference import reference
from mapping.reference.national import NationalDocument

LABELLED = Path(__file__).parents[1] / "tests" / "labelled" / "requirements.jsonl"


class Item(msgspec.Struct, frozen=True):
    """A labelled text: ``expected`` holds ``07.1`` for a requirement, ``07`` for a point."""

    text: str
    labels: list[str]
    expected: list[str]
    kind: str
    split: str


def labelled() -> list[Item]:
    return [msgspec.convert(json.loads(line), Item) for line in LABELLED.read_text(encoding="utf-8").splitlines()]


Method = Callable[[Item], set[str]]


class Score(msgspec.Struct, frozen=True):
    """What a method found among what was wanted."""

    right: int
    found: int
    wanted: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        total = self.found + self.wanted
        return 2 * self.right / total if total else 1.0


def score(method: Method, items: Iterable[Item]) -> Score:
    right = found = wanted = 0
    for item in items:
        answer = method(item)
        right += len(answer & set(item.expected))
        found += len(answer)
        wanted += len(item.expected)
    return Score(right, found, wanted)


def ours(document: NationalDocument) -> Method:
    aligner = Aligner(document)
    return lambda item: {found.target.rpartition("/")[2] for found in aligner.align(item.text, labels=item.labels)}


def equality(document: NationalDocument) -> Method:
    numbers = {requirement.text: requirement.number for requirement in document.requirements}
    return lambda item: {numbers[item.text]} if item.text in numbers else set()


def ratio(document: NationalDocument, cutoff: float) -> Method:
    texts = {requirement.number: requirement.text for requirement in document.requirements}

    def method(item: Item) -> set[str]:
        best = process.extractOne(item.text, texts, scorer=fuzz.ratio, score_cutoff=cutoff)
        return {best[2]} if best else set()

    return method


def best_cutoff(document: NationalDocument, items: list[Item]) -> float:
    return max(range(20, 100, 2), key=lambda cutoff: score(ratio(document, cutoff), items).f1)


def milliseconds(method: Method, items: list[Item]) -> list[float]:
    times = []
    for item in items:
        start = time.perf_counter()
        method(item)
        times.append((time.perf_counter() - start) * 1000)
    return sorted(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--document", default="ndrc-2020-293", help="the national document (default: %(default)s)")
    parser.add_argument("--split", help="only one of tuning, held-out, challenge (default: each)")
    arguments = parser.parse_args()
    document = reference.load().national(arguments.document)
    items = labelled()
    cutoff = best_cutoff(document, [item for item in items if item.split == "tuning"])
    methods = {
        "policygraph": ours(document),
        "string equality": equality(document),
        f"rapidfuzz ratio ≥ {cutoff}": ratio(document, cutoff),
    }
    splits = [arguments.split] if arguments.split else list(dict.fromkeys(item.split for item in items))
    print(f"{'texts':<16}{'method':<24}{'precision':>10}{'recall':>8}{'F1':>8}")
    for split in splits:
        chosen = [item for item in items if item.split == split]
        for name, method in methods.items():
            result = score(method, chosen)
            print(
                f"{split + f' ({len(chosen)})':<16}{name:<24}"
                f"{result.precision:>10.3f}{result.recall:>8.3f}{result.f1:>8.3f}"
            )
    times = milliseconds(methods["policygraph"], items)
    print(
        f"time a text: median {statistics.median(times):.2f} ms, 99th percentile {times[int(len(times) * 0.99)]:.2f} ms"
    )


if __name__ == "__main__":
    main()
