"""Which national requirements a province's text carries out.

By likeness of wording, with the printed heading as evidence. A province quotes partially, rewords, splits one national
requirement in two or merges three in one, and adds matter of its own. So the best requirement is taken, its words are
struck out, and what is left is looked at again: merged requirements are told apart, and siblings that only share a few
words with the best one are not added to it.

Nothing is guessed: what stays below :data:`THRESHOLD`, or fits two requirements equally well, is left out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

from rapidfuzz import fuzz

from mapping.alignment import wording
from mapping.alignment.likeness import Index, Likeness, Text
from mapping.comparable import letters
from mapping.reference.national import NationalDocument, NationalPoint, NationalRequirement

Predicate = Literal["exact", "close", "broad"]
PREDICATES: Mapping[str, Predicate] = {f"skos:{each}Match": each for each in get_args(Predicate)}
"""The predicates by their short name in SSSOM files and records."""

THRESHOLD = 0.65
"""The least probability at which a requirement is linked."""

SLOGAN = 10
"""So short a text (加强人才培养) shares its few words with many policies: only a technical or a quoted term tells."""

# What a heading adds to the logits of the requirements of its point, and takes from those of others.
_HEADING_FOR, _HEADING_AGAINST = 1.0, -1.0
_HEADING_LIKENESS = 80.0
_SHORTEST_FRAGMENT = 4
# Two requirements are told apart by at least this weight of wording, about one rare pair, or neither is taken.
_DISTINCTION = 1.0
_NEARLY_AS_LIKELY = 0.8
# What is quoted word for word is all but sure; shorter than this it may be a coincidence.
_QUOTED = 3.5
_SHORTEST_QUOTE = 8
_SHORTEST_CLAUSE = 10
_CLAUSE_END = re.compile(r"[，,。；;]")
_SENTENCE_END = re.compile(r"[。；;]")
# A match is close where at least half of the requirement is said, else broad.
_MOST = 0.5
_ENOUGH_ROUNDS = 8
# What is less likely than this is no help to a steward who looks for the requirement of a text.
_WORTH_A_LOOK = 0.05
_CANDIDATES = 3
# An explanation names the words that were the evidence, the longest first.
_WORDS_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """A text carries out ``target``, the reference of a national requirement or, where only that is clear, of a point.

    ``predicate``: *exact* where the normalised texts are equal; *close* where most of the requirement is said in other
    words; *broad* where the text says a part of the requirement, or only its point is clear. ``confidence`` is a
    decimal string from ``"0.65"`` to ``"1.00"``; ``justification`` a local name in ``semapv:``; ``comment`` says why,
    in Chinese, and ``evidence`` names the terms that stand in this requirement only, as the text prints them.
    ``reviewer`` is the reference of the role that confirmed it, absent where only the machine says so.
    """

    target: str
    confidence: str
    predicate: Predicate
    justification: str
    comment: str | None = None
    reviewer: str | None = None
    evidence: tuple[str, ...] = ()


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
        self._titles = {point.number: letters(point.title["zh"]) for point in document.points}
        self._requirements = tuple(document.requirements)
        self._keys = [letters(requirement.text) for requirement in self._requirements]
        self._equal: dict[str, list[NationalRequirement]] = defaultdict(list)
        for key, requirement in zip(self._keys, self._requirements, strict=True):
            self._equal[key].append(requirement)
        self._index = Index([requirement.text for requirement in self._requirements])

    def align(self, text: str, *, labels: Sequence[str] = ()) -> tuple[Alignment, ...]:
        """Return what a text carries out, surest first; nothing where nothing is sure.

        ``labels`` are the headings printed above or beside the text, outermost first. They may be wrong: they shift
        what the wording says, and decide only where the wording says nothing, and then only for a point.
        """
        if equal := self._equal.get(letters(text)):
            return tuple(_equal_text(requirement.reference) for requirement in equal)
        title = self._heading_of([text])
        if title and title.equal:
            return (_equal_text(self._points[title.point].reference),)
        heading = self._heading_of([*labels, text.partition("。")[0]])
        likenesses, doubtful = self._explain(text, heading)
        if len(letters(text)) <= SLOGAN:
            likenesses = [likeness for likeness in likenesses if _has_grounds(likeness)]
        if likenesses:
            return tuple(self._by_wording(likeness, heading, text) for likeness in sorted(likenesses, key=_surest))
        if heading:
            return (self._by_heading(heading),)
        return self._by_siblings(doubtful)

    def candidates(self, text: str, *, labels: Sequence[str] = ()) -> tuple[Alignment, ...]:
        """Return what a text that is linked to nothing may carry out, likeliest first: for a person to decide."""
        heading = self._heading_of([*labels, text.partition("。")[0]])
        ranked = self._ranked(wording.clauses(text), self._index.quoted(text), heading, set())[:_CANDIDATES]
        return tuple(self._by_wording(one, heading, text) for one in ranked if one.probability >= _WORTH_A_LOOK)

    # ---- headings --------------------------------------------------------------------------------

    def _heading_of(self, labels: Iterable[str]) -> _Heading | None:
        """Return the point whose title a label is, the innermost label first."""
        for label in reversed([*labels]):
            key = letters(wording.without_number(label))
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
        whole = letters(text)
        sentences = [key for part in _SENTENCE_END.split(text) if len(key := letters(part)) >= _SHORTEST_QUOTE]
        sentences += [key for part in _CLAUSE_END.split(text) if len(key := letters(part)) >= _SHORTEST_CLAUSE]
        found = [index for index, key in enumerate(self._keys) if len(key) >= _SHORTEST_QUOTE and key in whole]
        for sentence in sentences:
            holders = [index for index, key in enumerate(self._keys) if sentence in key]
            found += holders if len(holders) == 1 else []
        return sorted(set(found))

    def _explain(self, printed: str, heading: _Heading | None) -> tuple[list[Likeness], list[Likeness]]:
        """Return the requirements that explain a text, and those that were too much alike to choose between."""
        text, terms = wording.clauses(printed), self._index.quoted(printed)
        taken = [
            likeness._replace(logit=max(likeness.logit, _QUOTED))
            for likeness in self._index.likenesses(text, terms, self._quoted(printed))
            if likeness.figures.of_run
        ]
        for likeness in taken:
            text = self._index.without(text, likeness.requirement)
        for _ in range(_ENOUGH_ROUNDS):
            ranked = self._ranked(text, terms, heading, {likeness.requirement for likeness in taken})
            if not ranked or ranked[0].probability < THRESHOLD:
                break
            if rivals := self._rivals(text, ranked):
                return taken, [ranked[0], *rivals]
            taken.append(ranked[0])
            others = [likeness.requirement for likeness in ranked[1:] if likeness.probability >= THRESHOLD]
            text = self._index.without(text, ranked[0].requirement, others)
        return taken, []

    def _ranked(
        self, text: Text, terms: Mapping[int, str], heading: _Heading | None, taken: set[int]
    ) -> list[Likeness]:
        likenesses = [
            likeness._replace(logit=likeness.logit + self._shift(likeness.requirement, heading))
            for likeness in self._index.likenesses(text, terms)
            if likeness.requirement not in taken
        ]
        return sorted(likenesses, key=_surest)

    def _shift(self, index: int, heading: _Heading | None) -> float:
        if heading is None:
            return 0.0
        return _HEADING_FOR if self._requirements[index].point == heading.point else _HEADING_AGAINST

    def _rivals(self, text: Text, ranked: Sequence[Likeness]) -> list[Likeness]:
        """Return those nearly as likely as the best, by the same words."""
        best = ranked[0]
        return [
            rival
            for rival in ranked[1:4]
            if rival.probability > _NEARLY_AS_LIKELY * best.probability
            and self._index.distinction(text, best.requirement, rival.requirement) < _DISTINCTION
        ]

    # ---- what is said about it -------------------------------------------------------------------

    def _by_wording(self, likeness: Likeness, heading: _Heading | None, text: str) -> Alignment:
        requirement = self._requirements[likeness.requirement]
        agrees = heading is not None and heading.point == requirement.point
        comment = (
            f"文字说到该要求的{likeness.figures.of_requirement:.0%}，相应语句的{likeness.figures.of_run:.0%}出自该要求"
        )
        evidence = tuple(wording.as_printed(term, text) for term in likeness.terms[:_WORDS_SHOWN])
        if evidence:
            comment += f"；仅见于该要求的用语：{'、'.join(f'“{term}”' for term in evidence)}"
        if heading is not None:
            comment += f"；标题“{heading.printed}”{'与之相符' if agrees else '指向另一条目'}"
        return Alignment(
            target=requirement.reference,
            confidence=f"{min(likeness.probability, 0.99):.2f}",
            predicate="close" if likeness.figures.of_requirement >= _MOST else "broad",
            justification="CompositeMatching" if agrees else "LexicalSimilarityThresholdMatching",
            comment=comment,
            evidence=evidence,
        )

    def _by_heading(self, heading: _Heading) -> Alignment:
        return Alignment(
            target=self._points[heading.point].reference,
            confidence="0.80" if heading.equal else "0.70",
            predicate="broad",
            justification="LexicalMatching" if heading.equal else "LexicalSimilarityThresholdMatching",
            comment=f"文字未与任何一项要求对应，标题“{heading.printed}”指向该条目",
        )

    def _by_siblings(self, doubtful: list[Likeness]) -> tuple[Alignment, ...]:
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


def _has_grounds(likeness: Likeness) -> bool:
    """Return whether more than common words speak for a requirement."""
    return bool(likeness.figures.technical or likeness.figures.quoted)


def _surest(likeness: Likeness) -> tuple[float, int]:
    return (-likeness.logit, likeness.requirement)


def _title_likeness(key: str, title: str) -> float:
    """Return how much a heading is a title, 0 to 100; a fragment of it (of a label split in two) is like it."""
    if key == title:
        return 100.0
    if key in title or title in key:
        return 90.0
    return fuzz.ratio(key, title)
