"""Why an answer may be empty: what a query names and the release does not hold. Any IRI may be asked for, so nothing is
wrong with such a query, and no error tells of a misspelt property.
"""

from __future__ import annotations

import itertools
import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress

import msgspec
import pyoxigraph as ox
from rapidfuzz import fuzz, process

from ontology.curies import Curies
from ontology.iris import Iris
from server.release import queries
from server.release.store.errors import StoreError
from server.release.store.interface import Solution, Store
from server.release.store.reading.dataset import prologue_of
from server.release.store.reading.diagnosis import read_tokens
from server.release.store.reading.lexer import QueryToken, unescape
from server.sparql.completion import completion
from server.sparql.fulltext.terms import namespace
from server.words.language import Words

HEADER = "X-SPARQL-Hint"
"""Says of an empty answer what its query names and the release does not hold."""
_MOST = 20
"""How many terms of a query are looked for."""
_LONGEST_HEADER = 1000
_MOST_QUESTIONS = 40
_SECONDS = 1.0
_LONGEST_QUERY = 1 << 13
"""What looking for a reason may take: questions to the store, seconds before the last of them, characters of the query."""
_OFFERED = 3
_ALIKE = 75.0
"""How much of the names of terms must agree, of 100, for one to be offered for another."""
_LONGEST_EMPTY = 4096
"""The length of an answer, in bytes, above which it is not empty, whatever its format."""
_NO_ROWS = re.compile(
    rb'"bindings":\s*\[\s*\]|"boolean":\s*false|<results>\s*</results>|<results\s*/>|<boolean>false|"@graph":\s*\[\s*\]'
)
_ZEROS = re.compile(rb'"value":\s*"(?!0?")|<literal[^>]*>(?!0?<)|<uri>')
"""What no answer has whose values are all 0."""
_NOTHING = {b"", b"0"}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_OF_TEXTS = {
    "REGEX",
    "CONTAINS",
    "STRSTARTS",
    "STRENDS",
    "STRLEN",
    "LCASE",
    "UCASE",
    "STRBEFORE",
    "STRAFTER",
    "REPLACE",
}
_ENDS = {"{", "}", "."}
_VALUES = {"variable", "name", "iri"}
Token = tuple[str, str]
"""The kind of a word of a query, and the word."""
_TABLES = {"srj", "srx", "json", "xml"}
_FLAT = {"csv", "tsv"}
_GRAPHS = {"ttl", "nt", "trig", "nq"}


class Hint(msgspec.Struct, frozen=True):
    """What may be the reason: ``kind`` is that of its sentence, ``written`` is of the query, ``instead`` what there is."""

    kind: str
    written: str
    instead: str = ""

    @property
    def key(self) -> str:
        """The key of its sentence: what nothing resembles has one of its own."""
        return self.kind if self.instead else f"{self.kind}_alone"


def is_empty(body: bytes, suffix: str) -> bool:
    """Say whether an answer holds nothing: no row, no triple, *no*, or nothing but sums that are 0."""
    if len(body) > _LONGEST_EMPTY:
        return False
    if suffix in _FLAT:
        _, _, rows = body.partition(b"\n")
        return set(re.split(rb"[,\t\r\n]", rows)) <= _NOTHING
    if suffix in _GRAPHS:
        return all(
            line.lstrip().startswith((b"@prefix", b"PREFIX", b"#")) for line in body.splitlines() if line.strip()
        )
    return _NO_ROWS.search(body) is not None or (suffix in _TABLES and not _ZEROS.search(body))


def hints(query: str, store: Store, iris: Iris) -> tuple[Hint, ...]:
    """Return what a query that found nothing names and the release does not hold."""
    found: list[Hint] = []
    if len(query) <= _LONGEST_QUERY:
        with suppress(StoreError, ValueError, _Enough):  # a hint is no answer: without it, the answer is still right
            found.extend(_Query(query, store, iris).hints())
    return tuple(found)


def header_value(found: tuple[Hint, ...]) -> str:
    """Return hints as the value of a header: in English, in ASCII, on one line, and no longer than proxies take."""
    words = Words("en")
    sentences = (words(f"sparql.hint_{each.key}", written=each.written, instead=each.instead) for each in found)
    plain = " ".join(" ".join(sentences).split()).encode("ascii", "backslashreplace").decode()
    return plain if len(plain) <= _LONGEST_HEADER else f"{plain[:_LONGEST_HEADER]}..."


class _Enough(Exception):  # noqa: N818
    """As much has been asked of the store as a hint is worth."""


class _Query:
    def __init__(self, query: str, store: Store, iris: Iris) -> None:
        self._questions = _MOST_QUESTIONS
        self._end = time.monotonic() + _SECONDS
        self._tokens = read_tokens(resolved := unescape(query))
        self._prologue = prologue_of(resolved, iris.base)
        self._store, self._iris = store, iris
        self._curies = Curies(iris)
        known = completion(iris)
        self._classes = [term.iri for term in known.classes]
        self._known = [*self._classes, *(term.iri for term in known.properties)]
        self._search = namespace(iris)

    def hints(self) -> Iterator[Hint]:
        for look in (
            self._unknown_terms, self._unknown_graphs, self._odd_statements, self._things_as_texts, self._unknown_texts,
        ):  # fmt: skip # entries side by side
            yield from look()

    # ---- terms ---------------------------------------------------------------------------------------------------------

    def _terms(self) -> Mapping[str, str]:
        """Return the IRIs of the patterns, each as it is written."""
        found: dict[str, str] = {}
        for before, (kind, text) in zip(["", *(text.upper() for _, text in self._tokens)], self._tokens, strict=False):
            if kind == "iri" and before not in {"BASE", "SERVICE", "SILENT"} and not before.endswith(":"):
                found.setdefault(text[1:-1], text)
            elif (
                kind == "name"
                and before != "PREFIX"
                and not text.endswith(":")
                and (iri := self._prologue.resolve(QueryToken(kind, text)))
            ):
                found.setdefault(iri, text)
        own = (iri for iri in found if ":" in iri and not iri.startswith((self._search, _XSD)))
        return {iri: found[iri] for iri in list(own)[:_MOST]}

    def _unknown_terms(self) -> Iterator[Hint]:
        terms = self._terms()
        held = self._held(terms)
        for iri, written in terms.items():
            if iri not in held:
                among = self._classes if written in self._as_classes() else self._known
                yield Hint("unknown", written, self._near(iri, among))

    def _as_classes(self) -> set[str]:
        """Return the words that stand for classes."""
        return {value for (_, prop), (_, value) in itertools.pairwise(self._tokens) if prop in {"a", "rdf:type"}}

    def _near(self, iri: str, among: list[str]) -> str:
        """Return the terms that are called alike, as they are written."""
        names = {each: re.split("[#/]", each)[-1].lower() for each in among if each != iri}
        name = re.split("[#/:]", iri)[-1].lower()
        found = process.extract(name, names, scorer=fuzz.WRatio, limit=_OFFERED, score_cutoff=_ALIKE)
        same = [each for named, _, each in found if named in {name, name.removesuffix("s")}]
        return ", ".join(map(self._curies.compact, same or [each for _, _, each in found]))

    # ---- graphs --------------------------------------------------------------------------------------------------------

    def _unknown_graphs(self) -> Iterator[Hint]:
        for (_, before), (kind, text) in itertools.pairwise(self._tokens):
            iri = self._iri(kind, text) if before.upper() in {"FROM", "NAMED", "GRAPH"} else None
            if iri and not self._any(f"GRAPH {iri} {{ ?s ?p ?o }}"):
                yield Hint("graph", text)

    # ---- statements ----------------------------------------------------------------------------------------------------

    def _odd_statements(self) -> Iterator[Hint]:
        """Yield the properties that no thing of the class has of which a query asks for them, and those turned round."""
        statements = list(self._statements())
        classes = [(subject, value) for subject, prop, value in statements if prop[1] in {"a", "rdf:type"}]
        for variable, of_class in classes[:_MOST]:
            class_iri = self._iri(*of_class)
            known = f"?this a {class_iri} ."
            if class_iri is None or not self._any(known):
                if class_iri and self._any(f"{class_iri} ?p ?o"):  # it is there, but no class
                    yield Hint("unknown_class", of_class[1], self._near(class_iri[1:-1], self._classes))
                continue
            for subject, prop, value in statements:
                iri = self._iri(*prop)
                if iri is None or variable not in {subject, value[1]}:
                    continue
                straight, turned = f"{known} ?this {iri} ?that", f"{known} ?that {iri} ?this"
                if subject != variable:
                    straight, turned = turned, straight
                if not self._any(f"?x {iri} ?y") or self._any(straight):
                    continue
                kind = "turned" if self._any(turned) else "without" if subject == variable else "never"
                yield Hint(kind, prop[1], of_class[1])

    def _things_as_texts(self) -> Iterator[Hint]:
        properties = {value[1]: self._iri(*prop) for _, prop, value in self._statements() if value[0] == "variable"}
        words = zip(self._tokens, self._tokens[1:], self._tokens[2:], strict=False)
        for (_, name), (_, mark), (kind, variable) in words:
            iri = properties.get(variable)
            is_text = kind == "variable" and mark == "(" and name.upper() in _OF_TEXTS
            if is_text and iri and self._any(f"?x {iri} ?y FILTER (ISIRI(?y))"):
                yield Hint("thing", variable, f"STR({variable})")

    def _statements(self) -> Iterator[tuple[str, Token, Token]]:
        """Yield subject, property and value of the statements about variables; what has a path is passed over."""
        subject, prop, expected = "", ("", ""), ""
        for kind, text in self._tokens:
            if text in _ENDS or (text == ")" and not expected):
                expected = "subject"
            elif text in {";", ","}:
                expected = ("property" if text == ";" else "value") if subject else ""
            elif expected == "subject":
                subject = text if kind == "variable" else ""
                expected = "property" if subject else ""
            elif expected == "property":
                prop, expected = (kind, text), "value" if kind == "name" or text == "a" else ""
            elif expected == "value":
                if kind in _VALUES:
                    yield subject, prop, (kind, text)
                expected = ""

    # ---- texts ---------------------------------------------------------------------------------------------------------

    def _unknown_texts(self) -> Iterator[Hint]:
        for place, (kind, text) in enumerate(self._tokens[:-1]):
            before, after = self._tokens[place - 1] if place else ("", ""), self._tokens[place + 1][1]
            prop = self._iri(*before) or "?p"
            if self._search in prop:  # what is searched for need not be a value
                continue
            if kind == "number" and before[0] == "name":
                yield from self._instead(prop, text, ox.Literal(text, datatype=_INTEGER), [ox.Literal(text)])
            elif kind == "string" and not after.startswith("^^"):
                value = text.strip(text[0])
                if _DAY.fullmatch(value) and not after.startswith("@"):
                    yield Hint("day", text, f"{text}^^xsd:date")
                    continue
                tag = after[1:] if after.startswith("@") else None
                others = [ox.Literal(value, language=each) for each in ("zh", "en")] + [ox.Literal(value)]
                asked = ox.Literal(value, language=tag) if tag else ox.Literal(value)
                yield from self._instead(prop, text + (after if tag else ""), asked, others)

    def _instead(self, prop: str, shown: str, asked: ox.Literal, others: list[ox.Literal]) -> Iterator[Hint]:
        if self._any(f"?s {prop} {asked}"):
            return
        for place in dict.fromkeys((prop, "?p")):
            found = [str(each) for each in others if each != asked and self._any(f"?s {place} {each}")]
            if found:
                yield Hint("otherwise", shown, ", ".join(found))
                return

    # ---- the store -----------------------------------------------------------------------------------------------------

    def _iri(self, kind: str, text: str) -> str | None:
        """Return the IRI of a word as SPARQL writes it, or nothing where it is none."""
        if kind == "iri":
            return text
        resolved = self._prologue.resolve(QueryToken(kind, text)) if kind == "name" else None
        return resolved and str(ox.NamedNode(resolved))

    def _any(self, pattern: str) -> bool:
        return bool(self._rows(f"SELECT (1 AS ?one) WHERE {{ {pattern} }} LIMIT 1"))

    def _rows(self, query: str) -> Sequence[Solution]:
        self._questions -= 1
        if self._questions < 0 or time.monotonic() > self._end:
            raise _Enough
        return self._store.select(query)

    def _held(self, terms: Iterable[str]) -> set[str]:
        """Return the IRIs that stand in any statement."""
        wanted = list(terms)
        rows = self._rows(queries.about("sparql-held", self._iris, "term", wanted)) if wanted else ()
        return {row["term"].value for row in rows if isinstance(row["term"], ox.NamedNode)}


_XSD = "http://www.w3.org/2001/XMLSchema#"
_INTEGER = ox.NamedNode(f"{_XSD}integer")
