"""Curated Turtle: the statements of every ``*.ttl`` below some directories, by subject."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources.abc import Traversable
from pathlib import Path

import pyoxigraph as ox

from mapping.errors import CuratedDataError, Where
from ontology.curies import Curies
from ontology.iris import Iris

Directory = Traversable | Path

_Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True)
class Statements:
    """What curated files state, by subject IRI; ``files`` says where a subject was first described."""

    iris: Iris
    by_subject: dict[str, tuple[ox.Triple, ...]]
    files: dict[str, str]

    def of_class(self, name: str) -> list[str]:
        """Return the IRIs of the subjects of a class such as ``policy:Agency``, sorted."""
        return self.having("rdf:type", self.expand(name))

    def having(self, predicate: str, iri: str) -> list[str]:
        """Return the subjects that name ``iri`` with a property, sorted."""
        return sorted(self._subjects.get((self.expand(predicate), iri), ()))

    def named(self, subject: str, predicate: str) -> list[str]:
        """Return the IRIs that a subject names with a property, sorted."""
        return sorted(term.value for term in self._objects(subject, predicate) if isinstance(term, ox.NamedNode))

    def literals(self, subject: str, predicate: str) -> list[ox.Literal]:
        """Return the literals of a property, sorted by value."""
        literals = [term for term in self._objects(subject, predicate) if isinstance(term, ox.Literal)]
        return sorted(literals, key=lambda literal: (literal.value, literal.language or ""))

    def texts(self, subject: str, predicate: str, language: str = "zh") -> tuple[str, ...]:
        """Return the texts of a property in one language, sorted."""
        return tuple(literal.value for literal in self.literals(subject, predicate) if literal.language == language)

    def label(self, subject: str, predicate: str = "skos:prefLabel", *, may_wait: bool = False) -> dict[str, str]:
        """Return the text of a property per language; raises when ``zh`` or ``en`` is missing or stands twice.

        Where it may wait, ``en`` may be missing.
        """
        by_language = {language: self.texts(subject, predicate, language) for language in ("zh", "en")}
        if may_wait and not by_language["en"]:
            del by_language["en"]
        for language, texts in by_language.items():
            if len(texts) != 1:
                raise self.error(
                    subject,
                    f"{predicate}@{language} stands {len(texts)} times",
                    f"Write exactly one {predicate} tagged {language}.",
                )
        return {language: texts[0] for language, texts in by_language.items()}

    def value(self, subject: str, predicate: str) -> str:
        """Return the value of a property that a subject has exactly once; raises otherwise."""
        terms = [term.value for term in self._objects(subject, predicate) if not isinstance(term, ox.Triple)]
        if len(terms) != 1:
            raise self.error(subject, f"{predicate} stands {len(terms)} times", f"Write exactly one {predicate}.")
        return terms[0]

    def first(self, subject: str, predicate: str) -> str | None:
        """Return the first literal of a property, by value; nothing where it has none."""
        return next((literal.value for literal in self.literals(subject, predicate)), None)

    def year(self, subject: str, predicate: str) -> int | None:
        """Return the year of a property that a subject may have; raises where it is none."""
        text = self.first(subject, predicate)
        if text is not None and not (text.isdecimal() and len(text) == 4):  # the digits of a year
            raise self.error(subject, f"{predicate} is {text!r}", 'Write a year such as "2018"^^xsd:gYear.')
        return int(text) if text else None

    def number(self, subject: str, predicate: str) -> int:
        """Return the integer of a property that a subject has exactly once; raises otherwise."""
        text = self.value(subject, predicate)
        if not text.isdecimal():
            raise self.error(subject, f"{predicate} is {text!r}", "Write a whole number, without quotes.")
        return int(text)

    def expand(self, name: str) -> str:
        """Return the IRI of a prefixed name, under the vocabulary base of this installation."""
        return self._curies.expand(name)

    def error(self, subject: str, what: str, advice: str) -> CuratedDataError:
        """Return the error that names a subject and the file that describes it."""
        where = Where(document=self.files.get(subject, ""), text=self.iris.reference(subject))
        return CuratedDataError(what, where=where, advice=advice)

    def _objects(self, subject: str, predicate: str) -> list[_Term]:
        iri = self.expand(predicate)
        return [triple.object for triple in self.by_subject.get(subject, ()) if triple.predicate.value == iri]

    @cached_property
    def _curies(self) -> Curies:
        return Curies(self.iris)

    @cached_property
    def _subjects(self) -> dict[tuple[str, str], list[str]]:
        subjects: dict[tuple[str, str], list[str]] = {}
        for subject, triples in self.by_subject.items():
            for triple in triples:
                if isinstance(triple.object, ox.NamedNode):
                    subjects.setdefault((triple.predicate.value, triple.object.value), []).append(subject)
        return subjects


def read(directories: Iterable[Directory], iris: Iris) -> Statements:
    """Read every ``*.ttl`` below the directories, with the bases of this installation.

    Raises :class:`mapping.errors.CuratedDataError` for a file that is no Turtle or holds a blank node.
    """
    by_subject: dict[str, dict[ox.Triple, None]] = {}
    files: dict[str, str] = {}
    for path in (file for directory in directories for file in _turtle_files(directory)):
        for triple in _triples(path, iris):
            subject = triple.subject.value if isinstance(triple.subject, ox.NamedNode) else ""
            by_subject.setdefault(subject, {})[triple] = None
            files.setdefault(subject, path.name)
    return Statements(iris, {subject: tuple(triples) for subject, triples in by_subject.items()}, files)


def _turtle_files(directory: Directory) -> Sequence[Directory]:
    try:
        entries = sorted(directory.iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        raise CuratedDataError(
            f"this folder of reference data cannot be read: {error.strerror or error}",
            where=Where(document=str(directory)),
            advice="Correct --reference, or make the folder.",
        ) from error
    below = [file for entry in entries if entry.is_dir() for file in _turtle_files(entry)]
    return [entry for entry in entries if entry.is_file() and entry.name.endswith(".ttl")] + below


def _triples(path: Directory, iris: Iris) -> Iterator[ox.Triple]:
    try:
        for quad in ox.parse(iris.rebase(path.read_text("utf-8")), format=ox.RdfFormat.TURTLE):
            if isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode):
                raise CuratedDataError(
                    "a blank node stands in curated data",
                    where=Where(document=path.name, text=str(quad.triple)),
                    advice="Give the thing an IRI.",
                )
            yield quad.triple
    except (SyntaxError, UnicodeDecodeError) as error:
        raise CuratedDataError(
            f"this is no Turtle: {error}",
            where=Where(document=path.name),
            advice="Mend the file at the place that the message names.",
        ) from error
