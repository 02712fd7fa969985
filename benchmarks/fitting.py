"""Fit the weights of ``mapping/alignment/likeness.py`` anew, by logistic regression on the open labelled texts.

    python benchmarks/fitting.py

A text and a requirement are one observation: does the text carry it out? The text is seen as it is, and again with what
it carries out struck out, as the aligner sees it in its second round. The held-out batches choose no number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.alignment import Item, labelled
from mapping.alignment import wording
from mapping.alignment.alignment import SLOGAN
from mapping.alignment.likeness import Figures, Index
from mapping.comparable import letters
from mapping.reference import reference
from mapping.reference.national import NationalDocument

OPEN = {"tuning", "challenge", "fresh-1", "measures", "provinces-open"}
TIANJIN = Path(__file__).parents[1] / "seeds/plans/tianjin-2020-293/document.txt"
PENALTY = 0.3
ROUNDS = 60

Observation = tuple[Figures, bool]


def of_tianjin(document: NationalDocument) -> Iterator[Item]:
    """Yield the measures of the Tianjin plan with the requirement that is printed beside each."""
    numbers = {letters(requirement.text): requirement.number for requirement in document.requirements}
    for line in TIANJIN.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.split("\t") if cell.strip()]
        expected = [number for cell in cells if (number := numbers.get(letters(cell)))]
        if expected and cells[0].isdecimal():
            yield Item(text=cells[-2], labels=[], expected=expected[:1], kind="measure", split="tianjin")


def observations(document: NationalDocument, items: Sequence[Item]) -> Iterator[Observation]:
    index = Index([requirement.text for requirement in document.requirements])
    positions = {requirement.number: at for at, requirement in enumerate(document.requirements)}
    for item in items:
        expected = [positions[number] for number in item.expected if number in positions]
        if len(expected) < len(item.expected):
            continue  # a heading, which speaks for its point
        if len(letters(item.text)) <= SLOGAN:
            continue  # of those a rule decides
        text, quoted = wording.clauses(item.text), index.quoted(item.text)
        left = set(expected)
        for struck in (None, *expected):
            if struck is not None:
                text = index.without(text, struck, left - {struck})
                left.discard(struck)
            for likeness in index.likenesses(text, quoted):
                seen = likeness.requirement in expected
                if likeness.requirement in left or not seen:
                    yield likeness.figures, seen


def fitted(observed: Sequence[Observation]) -> NDArray[np.float64]:
    """Return the intercept and the weights (Newton's method; the weights are penalised after scaling)."""
    figures = np.array([figures for figures, _ in observed], dtype=np.float64)
    seen = np.array([seen for _, seen in observed], dtype=np.float64)
    middle, spread = figures.mean(axis=0), figures.std(axis=0) + 1e-9
    scaled = np.column_stack([np.ones(len(figures)), (figures - middle) / spread])
    penalty = np.eye(scaled.shape[1]) * PENALTY
    penalty[0, 0] = 0
    weights = np.zeros(scaled.shape[1])
    for _ in range(ROUNDS):
        likely = 1 / (1 + np.exp(-scaled @ weights))
        slope = scaled.T @ (seen - likely) - penalty @ weights
        curve = (scaled.T * (likely * (1 - likely))) @ scaled + penalty
        weights = weights + np.linalg.solve(curve, slope)
    return np.concatenate([[weights[0] - (weights[1:] * middle / spread).sum()], weights[1:] / spread])


def main() -> None:
    document = reference.load().national("ndrc-2020-293")
    items = [item for item in labelled() if item.split in OPEN]
    observed = list(observations(document, [*items, *of_tianjin(document)]))
    intercept, *weights = fitted(observed)
    print(f"{len(observed)} observations, {sum(seen for _, seen in observed)} of them carried out")
    print(f"INTERCEPT = {intercept:.1f}")
    print("WEIGHTS = Figures(" + ", ".join(f"{n}={w:.1f}" for n, w in zip(Figures._fields, weights, strict=True)) + ")")


if __name__ == "__main__":
    main()
