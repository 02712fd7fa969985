"""How well bodies and roles are recognised on the labelled texts, beside plain readings in the same run.

Run: ``python -m benchmarks.recognition``

The plain readings cut a text at every mark of punctuation. *pieces* takes each piece for a body; *equality* those that
equal a written form of a curated agency or, behind a level (省, 市 …), of a known function; *ratio* those whose best
``rapidfuzz.fuzz.ratio`` with such a form reaches the cut-off with the best F1 on the open texts (the kindest choice for
it). All call every body responsible.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process
from rich.console import Console
from rich.table import Table

from mapping.parsers.agencies import read
from mapping.parsers.names import lexicon
from mapping.reference import reference

LABELLED = Path(__file__).parent.parent / "tests/labelled/responsibilities.jsonl"
Found = dict[tuple[str, int, int], str]
Case = dict[str, Any]
Reader = Callable[[str], Found]


def ours(text: str) -> Found:
    return {(body.name, body.start, body.end): body.role for body in read(text).bodies}


def pieces(text: str) -> Iterator[re.Match[str]]:
    return re.finditer(r"[^\s、,，;；:：。()（）〔〕【】]+", text)


def plain(text: str, accepts: Callable[[str], bool]) -> Found:
    return {(match[0], *match.span()): "responsible" for match in pieces(text) if accepts(match[0])}


def known_names() -> set[str]:
    """Return every written form of a curated agency, and level + stem + ending for every known function."""
    known = reference.load()
    curated = {form for agency in known.agencies.values() for form in agency.written_forms}
    stems = {stem for function in known.functions.values() for stem in function.stems}
    levels = [*lexicon()["levels"], ""]
    return curated | {level + stem + end for level in levels for stem in stems for end in ("厅", "局", "委", "办", "")}


def resembles(names: list[str], cutoff: float, piece: str) -> bool:
    return process.extractOne(piece, names, scorer=fuzz.ratio, score_cutoff=cutoff) is not None


def best_cutoff(names: list[str], cases: list[Case]) -> int:
    def f1(cutoff: int) -> float:
        return score(partial(plain, accepts=partial(resembles, names, cutoff)), cases)["F1"]

    return max(range(30, 100, 10), key=f1)


def score(reader: Reader, cases: list[Case]) -> dict[str, float]:
    hits = found = wanted = roles = 0
    began = time.perf_counter()
    for case in cases:
        got = reader(case["text"])
        labels = {(body["name"], body["start"], body["end"]): body["role"] for body in case["bodies"]}
        both = got.keys() & labels.keys()
        hits, found, wanted = hits + len(both), found + len(got), wanted + len(labels)
        roles += sum(got[key] == labels[key] for key in both)
    seconds = time.perf_counter() - began
    precision, recall = hits / found, hits / wanted
    f1 = 2 * precision * recall / (precision + recall) if hits else 0.0
    return {"P": precision, "R": recall, "F1": f1, "role": roles / hits, "texts/s": len(cases) / seconds}


def main() -> None:
    cases: list[Case] = [json.loads(line) for line in LABELLED.read_text(encoding="utf-8").splitlines()]
    names = sorted(known_names())
    cutoff = best_cutoff(names, [case for case in cases if case["batch"] == "open"][:60])
    readers: dict[str, Reader] = {
        "policygraph": ours,
        "pieces": partial(plain, accepts=bool),
        "string equality": partial(plain, accepts=set(names).__contains__),
        f"rapidfuzz ratio ≥ {cutoff}": partial(plain, accepts=partial(resembles, names, cutoff)),
    }
    table = Table(title=f"bodies in {len(cases)} responsibility texts")
    for column in ("batch", "texts", "reader", "P", "R", "F1", "role accuracy", "texts/s"):
        table.add_column(column, justify="left" if column in {"batch", "reader"} else "right", no_wrap=True)
    for batch in (*dict.fromkeys(case["batch"] for case in cases), "all"):
        part = [case for case in cases if batch in {case["batch"], "all"}]
        for name, reader in readers.items():
            figures = score(reader, part)
            shown = [f"{figures[key]:.4f}" for key in ("P", "R", "F1", "role")]
            table.add_row(batch, str(len(part)), name, *shown, f"{figures['texts/s']:.0f}")
    Console(width=110).print(table)


if __name__ == "__main__":
    main()
