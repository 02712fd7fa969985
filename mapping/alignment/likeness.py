"""How much a text says of each of many requirements, by their wording alone.

A text is compared clause by clause: for each requirement the run of clauses is found that speaks most of it (a local
alignment: what is shared counts for it, what is foreign in the run counts against it). Wording is weighed by how few
requirements share it, so that 鼓励 and 加快 decide nothing. A logistic regression makes a probability of the figures.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from mapping.alignment import wording
from mapping.alignment.wording import Clause

# How much foreign wording in a run of clauses counts against it, and a word that no requirement has.
_FOREIGN = 0.6
_UNKNOWN = 0.7
# Stock words that are foreign cost less than they would win: another verb is not another subject.
_FOREIGN_STOCK = 0.3
# A requirement that weighs more than this is never quoted whole; more shared wording would not make it surer.
_LONG = 25.0
# An unbroken phrase counts in full for its first pairs, and less for the rest.
_PHRASE, _PHRASE_TAIL = 3, 0.5
# Only subject words count as repeated, and each at most three times more.
_SUBJECT = 0.6
_REPEATED_AT_MOST = 3
_RAREST, _COMMONEST = 1.0, 0.1
_STRUCK_OUT = "\0"
# How much more a clause must say of a rival than of the requirement that is struck out, to be left to it.
_CLEARLY_MORE = 2


class _Coefficients(NamedTuple):
    """A logistic regression over the figures of a likeness; tests/labelled/REQUIREMENTS.md says what it was fitted on.

    ``weight``, ``repeated`` and ``clauses`` are over logarithms, the others over shares from 0 to 1. ``clauses`` counts
    those of the whole text: the more a text says, the more often it shares words by chance.
    """

    intercept: float = -7.3
    of_run: float = 6.6
    of_requirement: float = 9.5
    weight: float = 1.7
    repeated: float = 1.4
    clauses: float = -1.6


_FITTED = _Coefficients()


Text = list[Clause]
"""A text ready for comparison."""


class Likeness(NamedTuple):
    """How one requirement fits a text: its index, the shares of the run and of itself that are shared, the logit."""

    requirement: int
    of_run: float = 0.0
    of_requirement: float = 0.0
    logit: float = -math.inf

    @property
    def probability(self) -> float:
        """The logit as a probability."""
        return 1 / (1 + math.exp(-self.logit)) if self.logit > -50 else 0.0


class Index:
    """The wording of all requirements of a document, in their order."""

    def __init__(self, texts: Sequence[str]) -> None:
        clauses = [wording.clauses(text) for text in texts]
        self._said = [_merged(parts) for parts in clauses]
        self._rarity = _rarity(self._said)
        self._size = [self._told(parts, said) for parts, said in zip(clauses, self._said, strict=True)]
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for index, said in enumerate(self._said):
            for gram, share in said.items():
                self._postings[gram].append((index, share * self._rarity[gram]))

    def likenesses(self, text: Text, among: Iterable[int] | None = None) -> list[Likeness]:
        """Return the likeness of every requirement that could be likely at all, or of those ``among`` which to look."""
        shared = self._shared(text)
        sizes = [self._foreign_size(clause) for clause in text]
        clauses = _open(text)
        wanted = (
            among if among is not None else [i for i, parts in shared.items() if self._could_be(i, sum(parts), clauses)]
        )
        return [self._likeness(index, shared[index], sizes, text) for index in wanted]

    def without(self, text: Text, index: int, rivals: Iterable[int] = ()) -> Text:
        """Return a text with the words of a requirement struck out: they are foreign to every other.

        A clause that says clearly more of one of the ``rivals`` is left to them.
        """
        shared = self._shared(text)
        most = [max((shared[rival][place] for rival in rivals), default=0.0) for place in range(len(text))]
        return [
            clause if left > _CLEARLY_MORE * own else _struck_out(clause, self._said[index])
            for clause, own, left in zip(text, shared[index], most, strict=True)
        ]

    def distinction(self, text: Text, one: int, other: int) -> float:
        """Return the weight of the words of a text that one requirement has and the other has not."""
        own, others = self._said[one], self._said[other]
        return sum(self._rarity[gram] for gram in _merged(text) if gram in own and gram not in others)

    def _foreign_size(self, clause: Clause) -> float:
        return sum(
            self._rarity.get(gram, _UNKNOWN) * (share if share >= 1 else share * _FOREIGN_STOCK)
            for gram, share in clause.items()
        )

    def _shared(self, clauses: list[Clause]) -> dict[int, list[float]]:
        shared: dict[int, list[float]] = defaultdict(lambda: [0.0] * len(clauses))
        for place, clause in enumerate(clauses):
            for gram, share in clause.items():
                most = share * self._rarity.get(gram, 0.0)
                for index, weight in self._postings.get(gram, ()):
                    shared[index][place] += min(most, weight)
        return shared

    def _likeness(self, index: int, shared: list[float], sizes: list[float], text: Text) -> Likeness:
        foreign = [max(0.0, size - part) for size, part in zip(sizes, shared, strict=True)]
        first, end = _best_run(shared, foreign)
        said = self._said[index]
        weight = self._told(text[first:end], said)
        if not weight:
            return Likeness(index)
        of_run = weight / (weight + sum(foreign[first:end]))
        logit = self._logit(index, weight, of_run, self._repeated(said, text), _open(text))
        return Likeness(index, of_run, min(weight / self._size[index], 1.0), logit)

    def _logit(self, index: int, weight: float, of_run: float, repeated: float, clauses: int) -> float:
        return (
            _FITTED.intercept
            + _FITTED.of_run * of_run
            + _FITTED.of_requirement * min(weight / min(self._size[index], _LONG), 1.0)
            + _FITTED.weight * math.log(weight)
            + _FITTED.repeated * math.log1p(repeated)
            + _FITTED.clauses * math.log(clauses)
        )

    def _could_be(self, index: int, most: float, clauses: int) -> bool:
        """Return whether so much shared weight could make a requirement likely at all; spares most of the work."""
        return most > 0 and self._logit(index, most, 1.0, _REPEATED_AT_MOST * most, clauses) > -1.0

    def _told(self, clauses: Iterable[Clause], said: Clause) -> float:
        """Return the weight of what clauses say of a requirement, each gram once.

        A long unbroken phrase is one coincidence rather than many: after its first pairs the others count less.
        """
        told: dict[str, float] = {}
        for clause in clauses:
            phrase, last = 0, ""
            for gram, share in clause.items():
                if gram not in said:
                    continue
                phrase = phrase + 1 if last[-1:] == gram[0] else 1
                last = gram
                weight = min(share, said[gram]) * self._rarity[gram] * (1.0 if phrase <= _PHRASE else _PHRASE_TAIL)
                told[gram] = max(weight, told.get(gram, 0.0))
        return sum(told.values())

    def _repeated(self, said: Clause, clauses: Iterable[Clause]) -> float:
        """Return the weight of the subject words that a text says again: a text is about what it repeats."""
        times: dict[str, int] = defaultdict(int)
        for clause in clauses:
            for gram, share in clause.items():
                if share >= 1 and said.get(gram, 0.0) >= 1 and self._rarity[gram] > _SUBJECT:
                    times[gram] += 1
        return sum(min(n - 1, _REPEATED_AT_MOST) * self._rarity[gram] for gram, n in times.items())


def _struck_out(clause: Clause, said: Clause) -> Clause:
    return {_STRUCK_OUT + gram if gram in said else gram: share for gram, share in clause.items()}


def _open(text: Text) -> int:
    """Return how many clauses have most of their words left; at least one."""
    return max(1, sum(2 * sum(gram.startswith(_STRUCK_OUT) for gram in clause) < len(clause) for clause in text))


def _merged(clauses: Iterable[Clause]) -> Clause:
    merged: Clause = {}
    for clause in clauses:
        for gram, share in clause.items():
            merged[gram] = max(share, merged.get(gram, 0.0))
    return merged


def _rarity(texts: Sequence[Clause]) -> dict[str, float]:
    """Return the inverse document frequency of each gram, 1 for one that a single text has, never below 0.1."""
    frequency: dict[str, int] = defaultdict(int)
    for text in texts:
        for gram in text:
            frequency[gram] += 1
    most = math.log((len(texts) + 1) / 1.5)
    if most <= 0:
        return dict.fromkeys(frequency, _RAREST)
    return {gram: max(_COMMONEST, math.log((len(texts) + 1) / (n + 0.5)) / most) for gram, n in frequency.items()}


def _best_run(shared: Sequence[float], foreign: Sequence[float]) -> tuple[int, int]:
    """Return the run of clauses with the most shared over foreign wording, ``[first, end)`` (Kadane's algorithm)."""
    best, best_run, current, first = 0.0, (0, 0), 0.0, 0
    for place, (own, other) in enumerate(zip(shared, foreign, strict=True)):
        if current <= 0:
            current, first = 0.0, place
        current += own - _FOREIGN * other
        if current > best:
            best, best_run = current, (first, place + 1)
    return best_run
