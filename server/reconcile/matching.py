"""Scores: an exact form first, then resemblance: by letters, or in words (:mod:`server.reconcile.wording`).

What a property contradicts falls behind. A candidate is a *match* only where its form is met exactly, no other candidate is
as good or, where that form is not its own name, has such a form too, and every property agrees.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox
from rapidfuzz import fuzz, process

from mapping.comparable import letters
from server.reconcile.entities import WITHIN, EntityIndex
from server.reconcile.messages import Condition, EntityReference, Query
from server.reconcile.messages import Value as Asked
from server.reconcile.wording import is_in_words
from server.words.facts import Value

LIMIT = 10
"""Candidates of one query, where it does not say."""
MOST = 50
_RESEMBLES = 55.0
"""Below it, of 100, a resemblance is noise."""
_ALMOST = 90.0
"""The most that a resemblance is worth; an exact form is worth 95 or more."""
_OWN = 99.0
"""What a name or number of its own is worth; a short form (市商务局) may be that of a body elsewhere too, if a little less."""
_CONTRADICTED = 0.6
"""What a property that disagrees leaves of a score."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that a name may mean; ``score`` of 100."""

    entity: str
    score: float
    likeness: float
    agrees: dict[str, bool]
    match: bool = False


def candidates(query: Query, known: EntityIndex, prefix: str) -> list[Candidate]:
    """Return the candidates of a query, the best first; ``prefix`` is what the ids of types begin with."""
    named = {each.removeprefix(prefix) for each in query.types}
    wanted = named.union(*(WITHIN.get(each, ()) for each in named))
    scores = _with_properties(query.properties, known) if query.query is None else _named(query.query, known)
    kept = {entity: score for entity, score in scores.items() if not wanted or known.types[entity] in wanted}
    scored = [_candidate(entity, score, query.properties, known) for entity, score in kept.items()]
    scored.sort(key=lambda each: (-each.score, each.entity))
    limit = min(int(query.limit), MOST) if query.limit and query.limit >= 1 else LIMIT
    return _decided(scored)[:limit]


def _named(name: str, known: EntityIndex) -> dict[str, float]:
    """Return entities by how well one of their forms meets a name."""
    key = letters(name)
    if not key:
        return {}
    scores: dict[str, float] = {}
    alike = known.wording.alike(name, _RESEMBLES) if is_in_words(name) else _in_letters(key, known)
    for place, score in alike.items():
        entity = known.labels[place].entity
        scores[entity] = max(scores.get(entity, 0.0), min(score, 100.0) * _ALMOST / 100)
    for label in known.by_key.get(key, ()):
        scores[label.entity] = max(scores.get(label.entity, 0.0), label.exactness)
    return scores


def _in_letters(key: str, known: EntityIndex) -> dict[int, float]:
    """Return the places of labels by the letters that they share with a name, of 100."""
    labels = [label.key for label in known.labels]
    alike = process.extract(key, labels, scorer=fuzz.WRatio, score_cutoff=_RESEMBLES, limit=MOST * 4)
    return {place: score for _, score, place in alike}


def _with_properties(conditions: Iterable[Condition], known: EntityIndex) -> dict[str, float]:
    """Return the entities that have every property asked for; they resemble nothing, for no name was given."""
    conditions = list(conditions)
    return {entity: _RESEMBLES for entity in known.types if all(_agrees(entity, each, known) for each in conditions)}


def _candidate(entity: str, likeness: float, conditions: Iterable[Condition], known: EntityIndex) -> Candidate:
    agrees = {each.pid: _agrees(entity, each, known) for each in conditions if known.values(entity, each.pid)}
    score = likeness
    for agreed in agrees.values():
        score *= 1.0 if agreed else _CONTRADICTED
    return Candidate(entity, round(score, 2), round(likeness, 2), agrees)


def _agrees(entity: str, condition: Condition, known: EntityIndex) -> bool:
    """Return whether any value of a property is one of those asked for: by id, by any form of its name, or by code."""
    has = known.values(entity, condition.pid)
    return any(_is(value, asked, known) for value in has for asked in condition.values)


def _is(value: Value, asked: Asked, known: EntityIndex) -> bool:
    if isinstance(asked, EntityReference):
        return isinstance(value, ox.NamedNode) and value.value == asked.id
    text = str(asked)
    if isinstance(value, ox.Literal):
        return letters(value.value) == letters(text)
    return any(label.entity == value.value for label in known.by_key.get(letters(text), ()))


def _decided(found: list[Candidate]) -> list[Candidate]:
    """Return the candidates with the best one marked as a match, if it stands alone."""
    if not found:
        return found
    best = found[0]
    alone = len(found) == 1 or found[1].score <= _ALMOST or found[1].score < best.score >= _OWN
    sure = best.likeness > _ALMOST and alone and all(best.agrees.values())
    marked = Candidate(best.entity, best.score, best.likeness, best.agrees, match=sure)
    return [marked, *found[1:]]
