"""What is asked of the index: kinds of thing, keys of facets, last days, words. Nothing here parses a query language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec
import tantivy
from tantivy import FieldType, Occur, Query

from mapping.comparable import SPACE
from mapping.release.index import english
from mapping.release.index import schema as fields

_NAME_WEIGHT = 4.0
"""How much more a word in a name tells than one in a text."""
_CALLED = 60.0
"""What it tells that a thing is called just so: more than any resemblance of texts."""
_NUMBERED = 900.0
"""What it tells that a thing has the number that is asked for; the next best reading of the number tells less."""
_NEXT_READING = 200.0
_BESIDES = 0.1
"""What share of it the other ways tell in which a thing has a word."""
_AROUND = 0.5
"""What it tells that something around a measure is called so."""
_SHORT = 3
"""How many letters a word has, at most, that is looked for in names as a whole word alone: ai is not in Hainan."""
_BEFORE = 8192.0
"""What it tells that a thing does not stand behind the rest: more than all the ways together in which words find things."""
_FIRST_DAY, _LAST_DAY = 0, 99999999
FIELDS = {"partner": "agency"}
"""The facets that are read from the field of another: a partner is an agency that is responsible as well."""
_NOT_FOUND = (*(kind for kind in fields.NAMED if kind not in fields.FOUND), fields.WORD)


@dataclass(frozen=True, slots=True)
class IndexTerms:
    """The terms of an index. What stands nowhere is not looked for: each way of finding a word costs time on every thing
    that another way finds.
    """

    schema: tantivy.Schema
    searcher: tantivy.Searcher

    def there(self, field: str, terms: Sequence[str]) -> list[str]:
        """Return the terms that stand anywhere."""
        return [each for each in terms if self.searcher.doc_freq(field, each)]

    def scored(self, field: str, term: str, score: float) -> list[Query]:
        """Return what finds a term, and what it tells; nothing where it stands nowhere."""
        found = (Query.term_query(self.schema, field, each, "basic") for each in self.there(field, [term]))
        return [Query.const_score_query(each, score) for each in found]

    def called(self, name: str, score: float) -> list[Query]:
        """Return what finds the things that are called just so; nothing where only a word of the lexicon is."""
        found = self.scored(fields.CALLED, name, 0.0)
        word = Query.term_query(self.schema, "kind", fields.WORD, "basic")
        things = Query.boolean_query([*((Occur.Must, each) for each in found), (Occur.MustNot, word)])
        return self.scored(fields.CALLED, name, score) if found and self.searcher.search(things, 1).hits else []

    def phrase(self, field: str, terms: Sequence[str]) -> list[Query]:
        """Return what finds terms next to one another; nothing where one of them stands nowhere."""
        if not terms or len(self.there(field, terms)) < len(terms):
            return []
        if len(terms) == 1:
            return [Query.term_query(self.schema, field, terms[0], "freq")]
        return [Query.phrase_query(self.schema, field, list(terms))]


class SearchedWord(msgspec.Struct, frozen=True, kw_only=True):
    """A word of a search: as it is compared, and the numbers of things that it may mean, the likeliest first."""

    folded: str
    numbers: tuple[str, ...] = ()


class Selection(msgspec.Struct, frozen=True, kw_only=True):
    """Things of ``kinds`` that have, of every facet in ``keys``, one of the keys; with a last day from ``since`` to
    ``until`` (numbers like 20201231, both inclusive, 0 for none); with all ``words``; and with any key at all of the facets
    ``having``. Of what words find, the things of the kinds with one of the keys of the facet that are in ``behind`` stand
    behind all others.

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
    behind: tuple[tuple[tuple[str, ...], str, tuple[str, ...]], ...] = ()

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

    def query(self, terms: IndexTerms) -> Query:
        """Return the query; whatever the words hold, they are terms and nothing else."""
        return Query.boolean_query([*self._parts(terms)])

    def _parts(self, terms: IndexTerms) -> Iterator[tuple[Occur, Query]]:
        yield from ((Occur.Must, each) for each in _all_words(terms, self.words))
        yield from ((Occur.Should, each) for each in _together(terms.schema, self.words))
        for each in self._narrowing(terms.schema):
            yield Occur.Must, Query.const_score_query(each, 0.0) if self.words else each
        if self.words and self.behind:
            yield Occur.Should, Query.const_score_query(self._before(terms.schema), _BEFORE)
        if self._all_listed and (there := terms.there("kind", _NOT_FOUND)):
            yield Occur.MustNot, _one_of(terms.schema, "kind", there)

    def _before(self, schema: tantivy.Schema) -> Query:
        """Return what finds all that does not stand behind the rest."""
        found: list[tuple[Occur, Query]] = [(Occur.Must, Query.all_query())]
        for kinds, facet, keys in self.behind:
            both = [(Occur.Must, _one_of(schema, "kind", kinds)), (Occur.Must, _one_of(schema, facet, keys))]
            found.append((Occur.MustNot, Query.boolean_query(both)))
        return Query.boolean_query(found)

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


def _all_words(terms: IndexTerms, words: Sequence[SearchedWord]) -> Iterator[Query]:
    """Yield what each word asks for; of several, at least one stands in the thing itself.

    Little words of English ask for nothing where there are others.
    """
    words = [word for word in words if word.folded not in english.LITTLE] or words
    if len(words) < 2:
        yield from (_best_of(_itself(terms, word), _BESIDES) for word in words)
        return
    own = [_itself(terms, word) for word in words]
    around = [terms.scored(fields.CONTEXT, word.folded, _AROUND) for word in words]
    for itself, beside in zip(own, around, strict=True):
        yield _best_of([_best_of(itself, _BESIDES), *beside])
    if all(around):  # a word that nothing has around it stands in the thing itself
        found = [(Occur.Should, each) for itself in own for each in itself]
        yield Query.const_score_query(Query.boolean_query(found), 0.0) if found else Query.empty_query()


def _itself(terms: IndexTerms, word: SearchedWord) -> list[Query]:
    """Return the ways in which a word stands in a thing itself."""
    numbered = (
        terms.scored(fields.NUMBER, term, _NUMBERED - place * _NEXT_READING) for place, term in enumerate(word.numbers)
    )
    said = terms.phrase(fields.ENGLISH, english.stems(word.folded)) if _is_english(word.folded) else []
    named = [] if _is_short(word.folded) else _in_field(terms, "name", word.folded)
    weight = 1.0 if said else _NAME_WEIGHT  # a whole word tells more than a part of one: ports, not sports
    return [
        *(Query.boost_query(each, weight) for each in named),
        *_in_field(terms, "text", word.folded),
        *terms.called(word.folded, _CALLED),
        *said,
        *(each for found in numbered for each in found),
    ]


def _is_short(folded: str) -> bool:
    """Return whether a word is of so few letters that it says nothing inside another: ai in Hainan."""
    return len(folded) <= _SHORT and folded.isascii() and folded.isalpha()


def _is_english(folded: str) -> bool:
    """Return whether a word is of an alphabet, figures and signs: of 举措100, no translation is looked for that has 100."""
    return folded.replace(SPACE, " ").replace("’", "'").isascii()


def _best_of(ways: Sequence[Query], besides: float = 0.0) -> Query:
    """Return what finds a thing in any of these ways, the best of which counts, and a share ``besides`` of the others."""
    if len(ways) == 1:
        return ways[0]
    return Query.disjunction_max_query(list(ways), tie_breaker=besides) if ways else Query.empty_query()


def _together(schema: tantivy.Schema, words: Sequence[SearchedWord]) -> Iterator[Query]:
    """Yield what puts first the translations in which several words of English stand together: used cars, not used by cars."""
    stems = [stem for word in words for stem in english.stems(word.folded)]
    if len(words) > 1 and len(stems) > 1:
        yield Query.boost_query(Query.phrase_query(schema, fields.ENGLISH, list(stems), 1), _NAME_WEIGHT)


def _in_field(terms: IndexTerms, field: str, word: str) -> list[Query]:
    if len(word) == 1:
        return terms.phrase(fields.SINGLE[field], [word])
    return terms.phrase(fields.PAIRS[field], fields.pairs(word))
