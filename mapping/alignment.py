"""Which national requirements a province's text carries out.

By likeness of wording, with the printed heading as evidence.

A province quotes partially, rewords, splits one national requirement in two or merges three in one, and adds matter of
its own. So a text is compared clause by clause: for each national requirement the run of clauses is found that speaks
most of it (a local alignment: what is shared counts for it, what is foreign in the run counts against it). Wording is
weighed by how few national requirements share it, so that 鼓励 and 加快 decide nothing. The best requirement is
taken, its words are struck out, and what is left is looked at again: so merged requirements are told apart, and
siblings that only share a few words with the best one are not added to it.

Nothing is guessed: what stays below :data:`THRESHOLD`, or fits two requirements equally well, is left out.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from rapidfuzz import fuzz

from mapping import wording
from mapping.national import NationalDocument, NationalPoint, NationalRequirement
from mapping.wording import Clause

Predicate = Literal["exact", "close", "broad"]

THRESHOLD = 0.7
"""The least probability at which a requirement is linked."""

# How much foreign wording in a run of clauses counts against it, and a word that no requirement has.
_FOREIGN = 0.6
_UNKNOWN = 0.7
# Stock words that are foreign cost less than they would win: another verb is not another subject.
_FOREIGN_STOCK = 0.3
# A requirement longer than this many rare pairs is never quoted whole; more shared wording would not make it surer.
_LONG = 25.0
# Logistic regression on the tuning half of tests/labelled/requirements.jsonl and the measures of the Tianjin plan, over
# (1, share of the run that is shared, share of the requirement that is said, log of the shared weight).
_INTERCEPT, _OF_RUN, _OF_REQUIREMENT, _OF_WEIGHT, _OF_REPEATED = -8.9, 5.7, 9.2, 1.5, 1.1
# An unbroken phrase counts in full for its first pairs, and less for the rest.
_PHRASE, _PHRASE_TAIL = 3, 0.5
# Only subject words count as repeated, and each at most three times more.
_SUBJECT = 0.6
_REPEATED_AT_MOST = 3
# In the same logits: what a heading adds to the requirements of its point, and takes from those of others.
_HEADING_FOR, _HEADING_AGAINST = 1.0, -1.0
# Two requirements are told apart by at least this weight of wording, about one rare pair, or neither is taken.
_DISTINCTION = 1.0
_NEARLY_AS_LIKELY = 0.8
_MOST = 0.5
_ENOUGH_ROUNDS = 8
_HEADING_LIKENESS = 80.0
_SHORTEST_FRAGMENT = 4
# What is quoted word for word is all but sure; shorter than this it may be a coincidence.
_QUOTED = 3.5
_SHORTEST_QUOTE = 8
_SENTENCE_END = re.compile(r"[。；;]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """A text carries out ``target``, the reference of a national requirement or, where only that is clear, of a point.

    ``predicate``: *exact* where the normalised texts are equal; *close* where most of the requirement is said in other
    words; *broad* where the text says a part of the requirement, or only its point is clear. ``confidence`` is a
    decimal string from ``"0.70"`` to ``"1.00"``; ``justification`` a local name in ``semapv:``; ``comment`` says why,
    in Chinese. ``reviewer`` is the reference of the role that confirmed it, absent where only the machine says so.
    """

    target: str
    confidence: str
    predicate: Predicate
    justification: str
    comment: str | None = None
    reviewer: str | None = None


class _Likeness(NamedTuple):
    """How one requirement fits a text: its place in the document, and the figures the regression is over."""

    requirement: int
    of_run: float
    of_requirement: float
    shared: float
    logit: float

    @property
    def probability(self) -> float:
        return 1 / (1 + math.exp(-self.logit))


class _Heading(NamedTuple):
    point: int
    equal: bool
    printed: str


class Aligner:
    """Aligns texts to one national document; made once, then well under a millisecond a text.

    Examples
    --------
    >>> point = NationalPoint("pg:national/x/point/01", 1, {"zh": "加强自主品牌建设"}, 1, "pg:theme/x/01")
    >>> text = "保护和发展中华老字号品牌，建立动态管理机制。"
    >>> requirement = NationalRequirement("pg:national/x/requirement/01.1", "01.1", 1, 1, text, "pg:theme/x/01")
    >>> document = NationalDocument("pg:national/x", "x", {}, (), (point,), (requirement,))
    >>> Aligner(document).align("保护和发展中华老字号品牌,建立动态管理机制")[0].predicate
    'exact'
    """

    def __init__(self, document: NationalDocument) -> None:
        self._points: dict[int, NationalPoint] = {point.number: point for point in document.points}
        self._titles = {point.number: wording.key(point.title["zh"]) for point in document.points}
        self._requirements = tuple(document.requirements)
        self._keys = [wording.key(requirement.text) for requirement in self._requirements]
        self._equal: dict[str, list[NationalRequirement]] = defaultdict(list)
        for key, requirement in zip(self._keys, self._requirements, strict=True):
            self._equal[key].append(requirement)
        self._said = [_merged(wording.clauses(requirement.text)) for requirement in self._requirements]
        self._rarity = _rarity(self._said)
        self._size = [
            self._told(wording.clauses(requirement.text), said)
            for requirement, said in zip(self._requirements, self._said, strict=True)
        ]
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for index, said in enumerate(self._said):
            for gram, share in said.items():
                self._postings[gram].append((index, share * self._rarity[gram]))

    def align(self, text: str, *, labels: Sequence[str] = ()) -> tuple[Alignment, ...]:
        """Return what a text carries out, surest first; nothing where nothing is sure.

        ``labels`` are the headings printed above or beside the text, outermost first. They may be wrong: they shift
        what the wording says, and decide only where the wording says nothing, and then only for a point.
        """
        if equal := self._equal.get(wording.key(text)):
            return tuple(_equal_text(requirement.reference) for requirement in equal)
        title = self._heading_of([text])
        if title and title.equal:
            return (_equal_text(self._points[title.point].reference),)
        heading = self._heading_of([*labels, text.partition("。")[0]])
        likenesses, doubtful = self._explain(wording.clauses(text), heading, self._quoted(text))
        if likenesses:
            surest_first = sorted(likenesses, key=lambda likeness: (-likeness.logit, likeness.requirement))
            return tuple(self._by_wording(likeness, heading) for likeness in surest_first)
        if heading:
            return (self._by_heading(heading),)
        return self._by_siblings(doubtful)

    # ---- headings --------------------------------------------------------------------------------

    def _heading_of(self, labels: Iterable[str]) -> _Heading | None:
        """Return the point whose title a label is, the innermost label first."""
        for label in reversed([*labels]):
            key = wording.key(wording.without_number(label))
            if len(key) >= _SHORTEST_FRAGMENT and (found := self._titled(key)):
                return _Heading(found, self._titles[found] == key, label.strip())
        return None

    def _titled(self, key: str) -> int | None:
        likeness = {number: _title_likeness(key, title) for number, title in self._titles.items()}
        best = max(likeness.values(), default=0.0)
        found = [number for number, value in likeness.items() if value == best]
        return found[0] if best >= _HEADING_LIKENESS and len(found) == 1 else None

    # ---- wording ---------------------------------------------------------------------------------

    def _quoted(self, text: str) -> list[int]:
        """Return the requirements that a text quotes word for word: whole, or by a sentence that no other has."""
        whole = wording.key(text)
        sentences = [key for part in _SENTENCE_END.split(text) if len(key := wording.key(part)) >= _SHORTEST_QUOTE]
        found = [index for index, key in enumerate(self._keys) if len(key) >= _SHORTEST_QUOTE and key in whole]
        for sentence in sentences:
            holders = [index for index, key in enumerate(self._keys) if sentence in key]
            found += holders if len(holders) == 1 else []
        return sorted(set(found))

    def _explain(
        self, clauses: list[Clause], heading: _Heading | None, quoted: Sequence[int]
    ) -> tuple[list[_Likeness], list[_Likeness]]:
        """Return the requirements that explain a text, and those that were too much alike to choose between."""
        taken: list[_Likeness] = []
        shared, sizes = self._shared(clauses)
        for index in quoted:
            likeness = self._likeness(index, shared[index], sizes, clauses, heading)
            if likeness.shared:
                taken.append(likeness._replace(logit=max(likeness.logit, _QUOTED)))
        for likeness in taken:
            clauses = self._struck_out(clauses, likeness.requirement)
        for _ in range(_ENOUGH_ROUNDS):
            ranked = self._ranked(clauses, heading, {likeness.requirement for likeness in taken})
            if not ranked or ranked[0].probability < THRESHOLD:
                break
            rivals = self._rivals(clauses, ranked)
            if rivals:
                return taken, [ranked[0], *rivals]
            taken.append(ranked[0])
            clauses = self._struck_out(clauses, ranked[0].requirement)
        return taken, []

    def _struck_out(self, clauses: list[Clause], index: int) -> list[Clause]:
        said = self._said[index]
        return [{gram: share for gram, share in clause.items() if gram not in said} for clause in clauses]

    def _ranked(self, clauses: list[Clause], heading: _Heading | None, taken: set[int]) -> list[_Likeness]:
        shared, sizes = self._shared(clauses)
        likenesses = (
            self._likeness(i, parts, sizes, clauses, heading) for i, parts in shared.items() if i not in taken
        )
        return sorted(likenesses, key=lambda likeness: (-likeness.logit, likeness.requirement))

    def _shared(self, clauses: list[Clause]) -> tuple[dict[int, list[float]], list[float]]:
        """Return the weight that each requirement shares with each clause, and what each clause weighs if foreign."""
        shared: dict[int, list[float]] = defaultdict(lambda: [0.0] * len(clauses))
        sizes = [0.0] * len(clauses)
        for place, clause in enumerate(clauses):
            for gram, share in clause.items():
                rarity = self._rarity.get(gram, _UNKNOWN)
                sizes[place] += rarity * (share if share >= 1 else share * _FOREIGN_STOCK)
                for index, weight in self._postings.get(gram, ()):
                    shared[index][place] += min(weight, share * rarity)
        return shared, sizes

    def _may_be_likely(self, index: int, most: float) -> bool:
        """Return whether so much shared weight could make a requirement likely at all; spares most of the work."""
        return most > 0 and self._logit(1.0, index, most, _REPEATED_AT_MOST * most) + _HEADING_FOR > 0

    def _logit(self, of_run: float, index: int, weight: float, repeated: float) -> float:
        return (
            _INTERCEPT
            + _OF_RUN * of_run
            + _OF_REQUIREMENT * min(weight / min(self._size[index], _LONG), 1.0)
            + _OF_WEIGHT * math.log(weight)
            + _OF_REPEATED * math.log1p(repeated)
        )

    def _likeness(
        self, index: int, shared: list[float], sizes: list[float], clauses: list[Clause], heading: _Heading | None
    ) -> _Likeness:
        foreign = [max(0.0, size - part) for size, part in zip(sizes, shared, strict=True)]
        first, end = _best_run(shared, foreign)
        said = self._said[index]
        weight = self._told(clauses[first:end], said)
        if not weight:
            return _Likeness(index, 0.0, 0.0, 0.0, -math.inf)
        of_run = weight / (weight + sum(foreign[first:end]))
        logit = self._logit(of_run, index, weight, self._repeated(said, clauses)) + self._shift(index, heading)
        return _Likeness(index, of_run, weight / self._size[index], weight, logit)

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
                weight = min(share, said[gram]) * self._rarity[gram]
                weight *= 1.0 if phrase <= _PHRASE else _PHRASE_TAIL
                if weight > told.get(gram, 0.0):
                    told[gram] = weight
        return sum(told.values())

    def _repeated(self, said: Clause, clauses: Iterable[Clause]) -> float:
        """Return the weight of the subject words of a requirement that a text says again in another clause."""
        times: dict[str, int] = defaultdict(int)
        for clause in clauses:
            for gram, share in clause.items():
                if share >= 1 and said.get(gram, 0.0) >= 1 and self._rarity[gram] > _SUBJECT:
                    times[gram] += 1
        return sum(min(n - 1, _REPEATED_AT_MOST) * self._rarity[gram] for gram, n in times.items())

    def _shift(self, index: int, heading: _Heading | None) -> float:
        if heading is None:
            return 0.0
        return _HEADING_FOR if self._requirements[index].point == heading.point else _HEADING_AGAINST

    def _rivals(self, clauses: list[Clause], ranked: list[_Likeness]) -> list[_Likeness]:
        """Return those nearly as likely as the best, by the same words."""
        best = ranked[0]
        own = self._said[best.requirement]
        text = _merged(clauses)
        return [
            rival
            for rival in ranked[1:4]
            if rival.probability > _NEARLY_AS_LIKELY * best.probability
            and self._weight(gram for gram in own if gram in text and gram not in self._said[rival.requirement])
            < _DISTINCTION
        ]

    def _weight(self, grams: Iterable[str]) -> float:
        return sum(self._rarity[gram] for gram in grams)

    # ---- what is said about it -------------------------------------------------------------------

    def _by_wording(self, likeness: _Likeness, heading: _Heading | None) -> Alignment:
        requirement = self._requirements[likeness.requirement]
        agrees = heading is not None and heading.point == requirement.point
        comment = f"文字说到该要求的{likeness.of_requirement:.0%}，相应语句的{likeness.of_run:.0%}出自该要求"
        if heading is not None:
            comment += f"；标题“{heading.printed}”{'与之相符' if agrees else '指向另一条目'}"
        return Alignment(
            target=requirement.reference,
            confidence=f"{min(likeness.probability, 0.99):.2f}",
            predicate="close" if likeness.of_requirement >= _MOST else "broad",
            justification="CompositeMatching" if agrees else "LexicalSimilarityThresholdMatching",
            comment=comment,
        )

    def _by_heading(self, heading: _Heading) -> Alignment:
        return Alignment(
            target=self._points[heading.point].reference,
            confidence="0.80" if heading.equal else "0.70",
            predicate="broad",
            justification="LexicalMatching" if heading.equal else "LexicalSimilarityThresholdMatching",
            comment=f"文字未与任何一项要求对应，标题“{heading.printed}”指向该条目",
        )

    def _by_siblings(self, doubtful: list[_Likeness]) -> tuple[Alignment, ...]:
        points = {self._requirements[likeness.requirement].point for likeness in doubtful}
        if len(points) != 1 or not points <= self._points.keys():
            return ()
        alignment = Alignment(
            target=self._points[points.pop()].reference,
            confidence=f"{min(doubtful[0].probability, 0.99):.2f}",
            predicate="broad",
            justification="LexicalSimilarityThresholdMatching",
            comment="文字与该条目的几项要求同样相近，不能分辨",
        )
        return (alignment,)


def _equal_text(target: str) -> Alignment:
    return Alignment(
        target=target, confidence="1.00", predicate="exact", justification="LexicalMatching", comment="规范化后文字相同"
    )


def _merged(clauses: Iterable[Clause]) -> Clause:
    merged: Clause = {}
    for clause in clauses:
        for gram, share in clause.items():
            if share > merged.get(gram, 0.0):
                merged[gram] = share
    return merged


def _rarity(texts: Sequence[Clause]) -> dict[str, float]:
    """Return the inverse document frequency of each gram, 1 for one that a single text has, never below 0.1."""
    frequency: dict[str, int] = defaultdict(int)
    for text in texts:
        for gram in text:
            frequency[gram] += 1
    most = math.log((len(texts) + 1) / 1.5)
    if most <= 0:
        return dict.fromkeys(frequency, 1.0)
    return {gram: max(0.1, math.log((len(texts) + 1) / (n + 0.5)) / most) for gram, n in frequency.items()}


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


def _title_likeness(key: str, title: str) -> float:
    """Return how much a heading is a title, 0 to 100; a fragment of it (of a label split in two) is like it."""
    if key == title:
        return 100.0
    if key in title or title in key:
        return 90.0
    return fuzz.ratio(key, title)
