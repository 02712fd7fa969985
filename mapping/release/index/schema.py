"""The search index of a release: its fields, and how a text becomes what is looked for in it.

The index lies in the release's folder ``search/`` and holds one document a thing: what people search and list, and what
else is called by name there. It is made from the graph, so the release's id does not depend on it.

Chinese has no spaces between words. So a text is indexed as its single characters and as its pairs of neighbouring
characters, and a word is found wherever it stands, as if by comparing character by character: one character is a term, two
are a term, more are a phrase of pairs. English is only in unofficial translations and in names; translations are indexed by
the stems of their words (:mod:`mapping.release.index.english`).
"""

from __future__ import annotations

import tantivy

from ontology.iris import PREFIX, Iris

LISTED = ("measure", "requirement", "theme", "plan", "agency", "jurisdiction", "function")
"""The kinds of thing that are listed and searched."""
NAMED = ("point", "part", "national", "group", "role", "kind")
"""The kinds of thing that are only called by name."""
FOUND = (*LISTED, "national", "part", "point", "group")
"""The kinds of thing that are searched; what words find of a part or a point is found at its theme, it by its number alone."""
WORD = "word"
"""The kind of document that is no thing: a word of names or texts, by which a misspelt one is understood."""

FACETS = ("theme", "agency", "function", "jurisdiction", "plan", "requirement", "role", "target", "dated")
"""What lists are narrowed by: each a field of keys (:func:`key`), several a document; target and dated are true or false."""
BEARING = "bearing"
"""The field of pairs: ``role agency``, so that an agency's lead is told from another's."""
DEADLINE = "deadline"
"""The field of last days as numbers: 20201231."""

CALLED = "called"
"""The field of what a thing is called, whole: its names and their short forms, and of :data:`WORD` the word."""
CONTEXT = "context"
"""The field of what the things around a measure are called, whole: its place, plan, agencies, functions and themes."""
NUMBER = "number"
"""The field of numbers: ``measure 36``, ``requirement 7.2``, ``document 293``, last days: ``due 2020``, ``due 202012``."""
ENGLISH = "english"
"""The field of what translations and names in English say: the stems of their words, with positions."""
SOUND = "sound"
"""The field of how a :data:`WORD` sounds, in pinyin without tones; of a name also the initials of it."""

RANKS = ("default", "name", "measures", "agencies", "deadline", "deadline_last", "date")
"""The orders of things of a kind; each document has its place in those that its kind has, from 0, without ties."""

_SEGMENTS = dict.fromkeys(("requirement", "point", "part", "national"), "national")
"""The first segment of the references of a kind, where it is not the kind itself."""

SINGLE = {"name": "name_1", "text": "text_1"}
"""The fields of single characters, of names and of texts."""
PAIRS = {"name": "name_2", "text": "text_2"}
"""The fields of pairs of characters, with positions."""


def rank_field(rank: str) -> str:
    """Return the field of an order."""
    return f"rank_{rank}"


def schema() -> tantivy.Schema:
    """Return the fields of the index."""
    builder = tantivy.SchemaBuilder()
    for field in ("iri", "ref", CALLED, CONTEXT, NUMBER, SOUND):
        builder.add_text_field(field, tokenizer_name="raw", index_option="basic")
    for field in ("kind", BEARING, *FACETS):
        builder.add_text_field(field, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_integer_field(DEADLINE, indexed=True, fast=True)
    for rank in RANKS:
        builder.add_unsigned_field(rank_field(rank), fast=True)
    for field in SINGLE.values():
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    for field in PAIRS.values():
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="position")
    builder.add_text_field(ENGLISH, tokenizer_name="whitespace", index_option="position")
    builder.add_bytes_field("item", stored=True)
    builder.add_bytes_field("summary", stored=True)
    return builder.build()


def reference(iri: str, iris: Iris) -> str:
    """Return a thing's short reference, whichever base it is under: ``agency/120000/…``, ``plan/tianjin-2020-293``."""
    return iris.reference(iri).removeprefix(PREFIX).removeprefix("id/")


def key(iri: str, iris: Iris) -> str:
    """Return what names a thing among those of its kind, in addresses: its reference without the first segment."""
    return reference(iri, iris).partition("/")[2]


def keyed_reference(kind: str, key: str) -> str:
    """Return the reference of a thing by its kind and key."""
    return f"{_SEGMENTS.get(kind, kind)}/{key}"


def singles(folded: str) -> list[str]:
    """Return the characters of a folded text."""
    return list(folded)


def pairs(folded: str) -> list[str]:
    """Return the pairs of neighbouring characters of a folded text."""
    return [folded[place : place + 2] for place in range(len(folded) - 1)]
