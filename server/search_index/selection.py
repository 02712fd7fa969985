"""What is asked of the index: kinds of thing, keys of facets, last days, words. Nothing here parses a query language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
import tantivy
from tantivy import FieldType, Occur, Query

from mapping.release.index import english
from mapping.release.index import schema as fields

_NAME_WEIGHT = 4.0
"""How much more a word in a name tells than one in a text."""
_CALLED = 60.0
"""What it tells that a thing is called just so: more than any resemblance of texts."""
_NUMBERED = 900.0
"""What it tells that a thing has the number that is asked for; the next best reading of the number tells less."""
_NEXT_READING = 200.0
_AROUND = 0.5
"""What it tells that something around a measure is called so."""
_FIRST_DAY, _LAST_DAY = 0, 99999999
FIELDS = {"partner": "agency"}
"""The facets that are read from the field of another: a partner is an agency that is responsible as well."""
_NOT_FOUND = (*(kind for kind in fields.NAMED if kind not in fields.FOUND), fields.WORD)


class SearchedWord(msgspec.Struct, frozen=True, kw_only=True):
    """A word of a search: as it is compared, and the numbers of things that it may mean, the likeliest first."""

    folded: str
    numbers: tuple[str, ...] = ()


class Selection(msgspec.Struct, frozen=True, kw_only=True):
    """Things of ``kinds`` that have, of every facet in ``keys``, one of the keys; with a last day from ``since`` to
    ``until`` (numbers like 20201231, both inclusive, 0 for none); with all ``words``; and with any key at all of the facets
    ``having``.

    A thing has a word that stands in a name or a text of it, in its translation (in whatever form), or that is its number.
    A measure has also what its place, its plan, its agencies, their functions and its themes are called, if it has at least
    one of the words by itself.
    """

    kinds: tuple[str, ...]
    keys: tuple[tuple[str, tuple[str, ...]], ...] = ()
    since: int = 0
    until: int = 0
    words: tuple[SearchedWord, ...] = ()
    having: tuple[str, ...] = ()

    def of(self, facet: str) -> tuple[str, ...]:
        """Return the keys that are asked for of a facet."""
        return dict(self.keys).get(facet, ())

    def without(self, facet: str) -> Selection:
        """Return the selection that leaves a facet open."""
        return msgspec.structs.replace(self, keys=tuple(each for each in self.keys if each[0] != facet))

    def with_keys(self, facet: str, keys: tuple[str, ...]) -> Selection:
        """Return the selection with other keys of a facet."""
        rest = self.without(facet).keys
        return msgspec.structs.replace(self, keys=(*rest, (facet, keys)) if keys else rest)

    def query(self, schema: tantivy.Schema) -> Query:
        """Return the query; whatever the words hold, they are terms and nothing else."""
        return Query.boolean_query([*self._parts(schema)])

    def _parts(self, schema: tantivy.Schema) -> Iterator[tuple[Occur, Query]]:
        yield from ((Occur.Must, each) for each in _all_words(schema, self.words))
        yield from ((Occur.Should, each) for each in _together(schema, self.words))
        for each in self._narrowing(schema):
            yield Occur.Must, Query.const_score_query(each, 0.0) if self.words else each
        if self._all_listed:
            yield Occur.MustNot, _one_of(schema, "kind", _NOT_FOUND)

    @property
    def _all_listed(self) -> bool:
        """Whether words find things of all kinds: to leave the few others out is quicker than to go through these."""
        return bool(self.words) and set(self.kinds) == set(fields.FOUND)

    def _narrowing(self, schema: tantivy.Schema) -> Iterator[Query]:
        if not self._all_listed:
            yield _one_of(schema, "kind", self.kinds)
        yield from (Query.exists_query(facet) for facet in self.having)
        roles, agencies = self.of("role"), self.of("agency")
        if roles and agencies and self.kinds == ("measure",):
            pairs = [f"{role} {agency}" for role in roles for agency in agencies]
            yield _one_of(schema, fields.BEARING, pairs)
        else:
            yield from (_one_of(schema, name, self.of(name)) for name in ("role", "agency") if self.of(name))
        for name, keys in self.keys:
            if name not in {"role", "agency"}:
                yield _one_of(schema, FIELDS.get(name, name), keys)
        if self.since or self.until:
            first, last = self.since or _FIRST_DAY, self.until or _LAST_DAY
            yield Query.range_query(schema, fields.DEADLINE, FieldType.Integer, first, last)


def _one_of(schema: tantivy.Schema, field: str, keys: Sequence[str]) -> Query:
    """Return what finds one of the keys; a set of several is gone through for the whole index, one key is looked up."""
    if len(keys) == 1:
        return Query.term_query(schema, field, keys[0], "basic")
    return Query.term_set_query(schema, field, list(keys))


def _all_words(schema: tantivy.Schema, words: Sequence[SearchedWord]) -> Iterator[Query]:
    """Yield what each word asks for; of several, at least one stands in the thing itself.

    Little words of English ask for nothing where there are others.
    """
    words = [word for word in words if word.folded not in english.LITTLE] or words
    if len(words) < 2:
        yield from (_itself(schema, word) for word in words)
        return
    own = [_itself(schema, word) for word in words]
    for word, itself in zip(words, own, strict=True):
        around = Query.const_score_query(Query.term_query(schema, fields.CONTEXT, word.folded, "basic"), _AROUND)
        yield Query.disjunction_max_query([itself, around])
    yield Query.const_score_query(Query.boolean_query([(Occur.Should, each) for each in own]), 0.0)


def _itself(schema: tantivy.Schema, word: SearchedWord) -> Query:
    name = Query.boost_query(_in_field(schema, "name", word.folded), _NAME_WEIGHT)
    called = Query.const_score_query(Query.term_query(schema, fields.CALLED, word.folded, "basic"), _CALLED)
    numbered = [
        Query.const_score_query(
            Query.term_query(schema, fields.NUMBER, term, "basic"), _NUMBERED - place * _NEXT_READING
        )
        for place, term in enumerate(word.numbers)
    ]
    translated = _translated(schema, english.stems(word.folded))
    return Query.disjunction_max_query(
        [name, _in_field(schema, "text", word.folded), called, *translated, *numbered], tie_breaker=0.1
    )


def _together(schema: tantivy.Schema, words: Sequence[SearchedWord]) -> Iterator[Query]:
    """Yield what puts first the translations in which several words of English stand together: used cars, not used by cars."""
    stems = [stem for word in words for stem in english.stems(word.folded)]
    if len(words) > 1 and len(stems) > 1:
        yield Query.boost_query(Query.phrase_query(schema, fields.ENGLISH, list(stems), 1), _NAME_WEIGHT)


def _translated(schema: tantivy.Schema, stems: list[str]) -> list[Query]:
    """Return what finds the words of a translation, next to one another."""
    if len(stems) > 1:
        return [Query.phrase_query(schema, fields.ENGLISH, list(stems))]
    return [Query.term_query(schema, fields.ENGLISH, each, "freq") for each in stems]


def _in_field(schema: tantivy.Schema, field: str, word: str) -> Query:
    if len(word) == 1:
        return Query.term_query(schema, fields.SINGLE[field], word, "freq")
    found = fields.pairs(word)
    if len(found) == 1:
        return Query.term_query(schema, fields.PAIRS[field], found[0], "freq")
    return Query.phrase_query(schema, fields.PAIRS[field], list(found))
