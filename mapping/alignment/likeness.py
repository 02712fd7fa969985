"""How much a text says of each of many requirements, by their wording alone.

A text is compared clause by clause: for each requirement the run of clauses is found that speaks most of it (a local
alignment: what is shared counts for it, what is foreign in the run counts against it). Wording is weighed by how few
requirements share it, so that 鼓励 and 加快 decide nothing; a term that stands in one requirement only (步行街, 5G网络)
counts wherever in the text it stands, and most where one of the two puts it in quotation marks (“三品”). A logistic
regression makes a probability of the figures.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

from mapping.alignment import wording
from mapping.alignment.wording import Clause

# How much foreign wording in a run of clauses counts against it, and a word that no requirement has.
_FOREIGN = 0.5
_UNKNOWN = 0.7
# Stock words that are foreign cost less than they would win: another verb is not another subject.
_FOREIGN_STOCK = 0.3
# A requirement that weighs more than this is never quoted whole; more shared wording would not make it surer.
_LONG = 25.0
# What weighs less than this is no more than a phrase: saying all of it says little.
_SHORT = 2.0
# An unbroken phrase counts in full for its first pairs, and less for the rest.
_PHRASE, _PHRASE_TAIL = 3, 0.5
_RAREST, _COMMONEST = 1.0, 0.1
# What shares less than this, not even one rare pair, is never likely.
_LEAST = 0.8
_STRUCK_OUT = "\0"
# How much more a clause must say of a rival than of the requirement that is struck out, to be left to it.
_CLEARLY_MORE = 1.4


class Figures(NamedTuple):
    """How one requirement fits a text; shares run from 0 to 1.

    ``of_run``, ``of_text``: of the wording of the best run of clauses, and of the whole text, that which the
    requirement has. ``of_requirement``, ``head``: of the wording of the requirement, and of its first clause, that which
    the text says. ``quoted``: 1 where a term that stands in this requirement only is in quotation marks. ``terms``: how
    many unbroken terms of the text stand in this requirement only, and ``technical`` how many of them hold more than
    common words. ``lead``: the weight that is shared, over that of the best of the other requirements. The last three
    are logarithms.
    """

    of_run: float = 0.0
    of_text: float = 0.0
    of_requirement: float = 0.0
    head: float = 0.0
    quoted: float = 0.0
    terms: float = 0.0
    technical: float = 0.0
    lead: float = 0.0


# A logistic regression over the figures; tests/labelled/REQUIREMENTS.md says what it was fitted on, and
# ``python benchmarks/fitting.py`` fits it anew.
INTERCEPT = -8.3
WEIGHTS = Figures(
    of_run=4.9,
    of_text=4.1,
    of_requirement=6.9,
    head=2.9,
    quoted=3.1,
    terms=0.7,
    technical=2.3,
    lead=1.0,
)


NONE_QUOTED: Final[Mapping[int, str]] = MappingProxyType({})

Text = list[Clause]
"""A text ready for comparison."""


class Likeness(NamedTuple):
    """How one requirement fits a text: its index, the logit, the figures it follows from, and the shared terms."""

    requirement: int
    logit: float = -math.inf
    figures: Figures = Figures()
    terms: tuple[str, ...] = ()

    @property
    def probability(self) -> float:
        """The logit as a probability."""
        return 1 / (1 + math.exp(-self.logit)) if self.logit > -50 else 0.0


class Index:
    """The wording of all requirements of a document, in their order."""

    def __init__(self, texts: Sequence[str]) -> None:
        clauses = [wording.clauses(text) for text in texts]
        self._plain = [wording.plain(text) for text in texts]
        self._said = [_merged(parts) for parts in clauses]
        self._heads: list[Clause] = [parts[0] if parts else {} for parts in clauses]
        self._rarity = _rarity(self._said)
        self._common_with_itself = [self._common(parts, said) for parts, said in zip(clauses, self._said, strict=True)]
        self._holders: dict[str, int | None] = {}
        self._quotations = [(term, holder) for text in texts for term, holder in self._held(wording.quoted(text))]
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for index, said in enumerate(self._said):
            for gram, share in said.items():
                self._postings[gram].append((index, share * self._rarity[gram]))

    def quoted(self, text: str) -> dict[int, str]:
        """Return the requirements of which a text says a term that only they have, in quotation marks here or there."""
        plain = wording.plain(text)
        found = {holder: term for term, holder in self._held(filter(wording.is_technical, wording.quoted(text)))}
        return found | {holder: term for term, holder in self._quotations if term in plain}

    def likenesses(
        self, text: Text, quoted: Mapping[int, str] = NONE_QUOTED, among: Iterable[int] | None = None
    ) -> list[Likeness]:
        """Return the likeness of every requirement that could be likely at all, or of those ``among`` which to look.

        ``quoted`` is what :meth:`quoted` says of the whole text.
        """
        shared = self._shared(text)
        foreign = [self._foreign_size(clause) for clause in text]
        wanted = among if among is not None else [index for index, parts in shared.items() if sum(parts) >= _LEAST]
        lead = _leads({index: sum(parts) for index, parts in shared.items()})
        return [self._likeness(index, shared[index], foreign, text, quoted.get(index), lead(index)) for index in wanted]

    def without(self, text: Text, index: int, rivals: Collection[int] = ()) -> Text:
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

    # ---- figures ---------------------------------------------------------------------------------

    def _likeness(
        self, index: int, shared: Sequence[float], sizes: Sequence[float], text: Text, quoted: str | None, lead: float
    ) -> Likeness:
        foreign = [max(0.0, size - part) for size, part in zip(sizes, shared, strict=True)]
        first, end = _best_run(shared, foreign)
        said = self._said[index]
        common, of_itself = self._common(text[first:end], said), self._common_with_itself[index]
        weight = sum(common.values())
        head = self._heads[index]
        terms = _longest(self._terms(text, index))
        figures = Figures(
            of_run=weight / (weight + sum(foreign[first:end])) if weight else 0.0,
            of_text=weight / (weight + sum(foreign)) if weight else 0.0,
            of_requirement=_share(weight, min(sum(of_itself.values()), _LONG)),
            head=_share(sum(common.get(gram, 0.0) for gram in head), sum(of_itself.get(gram, 0.0) for gram in head)),
            quoted=float(quoted is not None),
            terms=math.log1p(len(terms)),
            technical=math.log1p(sum(map(wording.is_technical, terms))),
            lead=lead,
        )
        shown = _longest([*terms, *([quoted] if quoted else [])])
        return Likeness(index, _logit(figures), figures, shown)

    def _shared(self, text: Text) -> dict[int, list[float]]:
        """Return the weight that each clause shares with each requirement that shares any."""
        shared: dict[int, list[float]] = defaultdict(lambda: [0.0] * len(text))
        for place, clause in enumerate(text):
            for gram, share in clause.items():
                most = share * self._rarity.get(gram, 0.0)
                for index, weight in self._postings.get(gram, ()):
                    shared[index][place] += min(most, weight)
        return shared

    def _foreign_size(self, clause: Clause) -> float:
        return sum(
            self._rarity.get(gram, _UNKNOWN) * (share if share >= 1 else share * _FOREIGN_STOCK)
            for gram, share in clause.items()
        )

    def _common(self, clauses: Iterable[Clause], said: Clause) -> dict[str, float]:
        """Return what clauses say of a requirement, each gram once with its weight.

        A long unbroken phrase is one coincidence rather than many: after its first pairs the others count less.
        """
        common: dict[str, float] = {}
        for clause in clauses:
            phrase, last = 0, ""
            for gram, share in clause.items():
                if gram not in said:
                    continue
                phrase = phrase + 1 if last[-1:] == gram[0] else 1
                last = gram
                weight = min(share, said[gram]) * self._rarity[gram] * (1.0 if phrase <= _PHRASE else _PHRASE_TAIL)
                common[gram] = max(weight, common.get(gram, 0.0))
        return common

    # ---- terms -----------------------------------------------------------------------------------

    def _terms(self, text: Text, index: int) -> Iterator[str]:
        """Yield the unbroken terms of a text that stand in one requirement only."""
        said = self._said[index]
        for clause in text:
            for phrase in wording.phrases({gram: share for gram, share in clause.items() if gram in said}):
                if self._only(term := wording.joined(phrase)) == index:
                    yield term

    def _held(self, terms: Iterable[str]) -> list[tuple[str, int]]:
        return [(term, holder) for term in terms if (holder := self._only(term)) is not None]

    def _only(self, term: str) -> int | None:
        """Return the one requirement that has a term, nothing where none or several have it."""
        if term not in self._holders:
            holders = [index for index, plain in enumerate(self._plain) if term in plain]
            self._holders[term] = holders[0] if len(holders) == 1 else None
        return self._holders[term]


def _leads(weights: Mapping[int, float]) -> Callable[[int], float]:
    """Return what tells how much more weight one requirement shares with a text than the best of the others."""
    best, second = sorted([*weights.values(), 0.0, 0.0], reverse=True)[:2]

    def lead(index: int) -> float:
        own = weights.get(index, 0.0)
        return math.log((own + 1) / ((second if own == best else best) + 1))

    return lead


def _longest(terms: Iterable[str]) -> tuple[str, ...]:
    """Return terms without those that a longer one holds, the longest first."""
    kept: list[str] = []
    for term in sorted(set(terms), key=lambda term: (-len(term), term)):
        if not any(term in longer for longer in kept):
            kept.append(term)
    return tuple(kept)


def _logit(figures: Figures) -> float:
    return INTERCEPT + sum(weight * figure for weight, figure in zip(WEIGHTS, figures, strict=True))


def _share(part: float, whole: float) -> float:
    return min(part / max(whole, _SHORT), 1.0)


def _struck_out(clause: Clause, said: Clause) -> Clause:
    return {_STRUCK_OUT + gram if gram in said else gram: share for gram, share in clause.items()}


def _merged(clauses: Iterable[Clause]) -> Clause:
    merged: Clause = {}
    for clause in clauses:
        for gram, share in clause.items():
            merged[gram] = max(share, merged.get(gram, 0.0))
    return merged


def _rarity(texts: Sequence[Clause]) -> dict[str, float]:
    """Return the inverse document frequency of each gram, 1 for one that a single text has, never below 0.1."""
    frequency = Counter(gram for text in texts for gram in text)
    most = math.log((len(texts) + 1) / 1.5)
    if most <= 0:
        return dict.fromkeys(frequency, _RAREST)
    return {gram: max(_COMMONEST, math.log((len(texts) + 1) / (n + 0.5)) / most) for gram, n in frequency.items()}


def _best_run(shared: Sequence[float], foreign: Sequence[float]) -> tuple[int, int]:
    """Return the run of clauses with the most shared over foreign wording, ``[first, end)`` (Kadane's algorithm).

    Where all are more foreign than shared, the run is the one clause that shares most.
    """
    best, best_run, current, first = 0.0, (0, 0), 0.0, 0
    for place, (own, other) in enumerate(zip(shared, foreign, strict=True)):
        if current <= 0:
            current, first = 0.0, place
        current += own - _FOREIGN * other
        if current > best:
            best, best_run = current, (first, place + 1)
    if best_run == (0, 0) and shared:
        most = max(range(len(shared)), key=shared.__getitem__)
        return most, most + 1
    return best_run
