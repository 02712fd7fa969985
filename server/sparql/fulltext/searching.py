"""What a search in a query finds, as a table of terms."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

import msgspec
import pyoxigraph as ox

from mapping.release.index.schema import FOUND
from ontology.curies import Curies
from ontology.iris import Iris
from server.search_index.highlights import excerpt, marked, segments
from server.search_index.opened import Item, SearchIndex
from server.search_index.selection import Selection
from server.search_index.words import words
from server.sparql.fulltext.reading import PlacedToken, TextPattern, TextReader, TextSearchError
from server.sparql.fulltext.terms import DEFAULT, MOST, WORDINGS, classes
from server.web.problems import Problem

_EXCERPT = 220
_TEXTS = ("text", "title", "prefLabel", "altLabel", "definition", "identifier", "idLocal")
"""Where the words of a search stand in what is stored of a thing, the likeliest first."""


class TextTable(msgspec.Struct, frozen=True, kw_only=True):
    """What one search found: variables, and rows of terms as SPARQL writes them. ``left_out`` counts what the limit cut."""

    variables: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    limit: int
    left_out: int = 0


class TextSearcher:
    """Carries out the searches of one query."""

    def __init__(self, reader: TextReader, index: SearchIndex, iris: Iris) -> None:
        self._reader = reader
        self._index = index
        self._iris = iris

    def found(self, pattern: TextPattern) -> TextTable:
        """Return what a search finds; raises :class:`TextSearchError` for what it cannot be asked."""
        limit = self._limit(pattern)
        kinds = self._kinds(pattern)
        head = [pattern.subject.text] if pattern.thing is None else []
        asked: list[ox.Literal] = []
        if isinstance(pattern.query, PlacedToken):
            head.append(pattern.query.text)
            asked = self._wordings(pattern.query)
        else:
            asked = [pattern.query]
        rows: list[tuple[str, ...]] = []
        left_out = 0
        for wording in asked:
            total, lines = self._lines(pattern, wording, kinds, limit)
            rows += lines
            left_out += max(0, total - limit)
        return TextTable(variables=(*head, *pattern.outputs.values()), rows=tuple(rows), limit=limit, left_out=left_out)

    def _lines(
        self, pattern: TextPattern, wording: ox.Literal, kinds: tuple[str, ...], limit: int
    ) -> tuple[int, Iterator[tuple[str, ...]]]:
        try:
            asked = words(wording.value)
        except Problem as problem:
            raise TextSearchError(str(problem.detail).rstrip("."), pattern.places[0][0]) from problem
        if not asked:
            raise TextSearchError("the text after text:query has no word in it", pattern.places[0][0])
        selection = Selection(kinds=kinds, words=tuple(word.searched for word in asked))
        total, hits = self._index.scored(selection, limit, pattern.thing, whole="highlight" in pattern.outputs)
        folded = tuple(word.folded for word in asked)
        names = isinstance(pattern.query, PlacedToken)
        rows = (_row(pattern, str(wording) if names else None, item, score, folded, total) for score, item in hits)
        return total, rows

    def _limit(self, pattern: TextPattern) -> int:
        if pattern.limit is None:
            return DEFAULT
        limit, at = pattern.limit
        if not 0 < limit <= MOST:
            raise TextSearchError(f"text:limit is a whole number from 1 to {MOST}", at)
        return limit

    def _kinds(self, pattern: TextPattern) -> tuple[str, ...]:
        if pattern.wanted_class is None:
            return FOUND
        iri, at = pattern.wanted_class
        known = classes(self._iris)
        if iri not in known:
            listed = ", ".join(Curies(self._iris).compact(each) for each in known)
            raise TextSearchError(f"nothing of the class <{iri}> is searched. There are: {listed}", at)
        return (known[iri],)

    def _wordings(self, variable: PlacedToken) -> list[ox.Literal]:
        found = self._reader.listed(variable)
        if not found:
            raise TextSearchError(
                f"the words must be known before the query runs: write them as a text, or list them with"
                f' VALUES {variable.text} {{ "…" "…" }}',
                variable.start,
            )
        if len(found) > WORDINGS:
            raise TextSearchError(f"{variable.text} has {len(found)} texts; {WORDINGS} are the most", variable.start)
        return found


def _row(
    pattern: TextPattern, wording: str | None, item: Item, score: float, folded: tuple[str, ...], total: int
) -> tuple[str, ...]:
    found = [] if pattern.thing else [f"<{item['id']}>"]
    found += [wording] if wording is not None else []
    for name in pattern.outputs:
        if name == "score":
            found.append(f"{score:.4f}")
        elif name == "total":
            found.append(str(total))
        else:
            found.append(str(ox.Literal(_highlight(item, folded))))
    return tuple(found)


def _highlight(item: Item, folded: tuple[str, ...]) -> str:
    """Return the text in which most of the words stand, around the first of them."""
    cut = [segments(text, folded) for text in _texts(item)]
    best = max(cut, key=lambda each: len({one.text for one in each if one.hit}), default=())
    return marked(excerpt(best, _EXCERPT))


def _texts(item: Item) -> Iterator[str]:
    for name in _TEXTS:
        yield from _strings(item.get(name))


def _strings(value: object) -> Iterable[str]:
    """Return the texts of a value: one, or those of each language."""
    if isinstance(value, str):
        return (value,)
    if isinstance(value, dict):
        return itertools.chain.from_iterable(map(_strings, value.values()))
    return itertools.chain.from_iterable(map(_strings, value)) if isinstance(value, list | tuple) else ()
