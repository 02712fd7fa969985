"""How well bodies and roles are recognised on the labelled texts, beside a plain reading that splits at 、.

Run: ``python -m benchmarks.recognition``
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from mapping.parsers.agencies import read

LABELLED = Path(__file__).parent.parent / "tests/labelled/responsibilities.jsonl"
Found = dict[tuple[str, int, int], str]


def ours(text: str) -> Found:
    return {(body.name, body.start, body.end): body.role for body in read(text).bodies}


def plain(text: str) -> Found:
    """Split at 、 and call every piece responsible."""
    found: Found = {}
    start = 0
    for piece in text.split("、"):
        if piece:
            found[piece, start, start + len(piece)] = "responsible"
        start += len(piece) + 1
    return found


def score(reader: Callable[[str], Found], cases: list[dict[str, Any]]) -> dict[str, float]:
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
    cases = [json.loads(line) for line in LABELLED.read_text(encoding="utf-8").splitlines()]
    table = Table(title=f"bodies in {len(cases)} responsibility texts")
    for column in ("batch", "texts", "reader", "P", "R", "F1", "role accuracy", "texts/s"):
        table.add_column(column, justify="right")
    for batch in ("open", "held-out-1", "held-out-2", "held-out-3", "all"):
        part = [case for case in cases if batch in {case["batch"], "all"}]
        for name, reader in (("policygraph", ours), ("split at 、", plain)):
            figures = score(reader, part)
            shown = [f"{figures[key]:.4f}" for key in ("P", "R", "F1", "role")]
            table.add_row(batch, str(len(part)), name, *shown, f"{figures['texts/s']:.0f}")
    Console().print(table)


if __name__ == "__main__":
    main()
