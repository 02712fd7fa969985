"""What an editor completes: prefixes, classes and properties, with labels. It is ours, so no other host is asked."""

from __future__ import annotations

import functools
from collections.abc import Iterator

import msgspec
import pyoxigraph as ox

from mapping.records.rdf import context
from ontology import vocabulary
from ontology.curies import expanded
from ontology.iris import Iris
from server.sparql.fulltext import terms as fulltext
from server.vocabulary.model import model
from server.words.language import LANGUAGES
from server.words.prefixes import RDF, prefixes

_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_TYPE = ox.NamedNode(f"{RDF}type")
_LABEL = ox.NamedNode(f"{_RDFS}label")
_ABOVE = (ox.NamedNode(f"{_RDFS}subClassOf"), ox.NamedNode(f"{_RDFS}subPropertyOf"))
_NO_TERMS = frozenset({"id", "type"})
"""Names of the context that stand for keywords of JSON-LD."""


class CompletionTerm(msgspec.Struct, frozen=True):
    """A class or a property; ``label`` by language, where the ontology says one."""

    iri: str
    label: dict[str, str] = {}


class Completion(msgspec.Struct, frozen=True):
    """Everything that can be completed, sorted."""

    prefixes: dict[str, str]
    classes: tuple[CompletionTerm, ...]
    properties: tuple[CompletionTerm, ...]


@functools.cache
def completion(iris: Iris) -> Completion:
    """Return what an editor completes: the terms that the mapping writes, our ontology's, the search's."""
    labels = {**_names_in_shapes(iris), **_labels(iris)}
    written = set(_written(iris)) | _own(iris)
    classes = {iri for iri in written if _is_class(iri)}
    text = fulltext.namespace(iris)
    searching = (CompletionTerm(text + each.name, each.label) for each in fulltext.PROPERTIES)
    properties = sorted(written - classes | {_TYPE.value, _LABEL.value})
    return Completion(
        {**prefixes(iris), "text": text},
        tuple(CompletionTerm(iri, labels.get(iri, {})) for iri in sorted(classes)),
        (*(CompletionTerm(iri, labels.get(iri, {})) for iri in properties), *searching),
    )


def _is_class(iri: str) -> bool:
    """Say whether a term is a class: in every vocabulary here, and in ours, classes alone begin with a capital."""
    return _local(iri)[:1].isupper()


def _local(iri: str) -> str:
    """Return the last segment of an IRI."""
    return iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :]


def _written(iris: Iris) -> Iterator[str]:
    """Yield every class and property of the context with which records become RDF."""
    known = prefixes(iris)
    for name, entry in context(iris).items():
        curie = entry.get("@id", entry.get("@reverse", "")) if isinstance(entry, dict) else entry
        iri = None if str(curie).endswith(":") else expanded(str(curie), known)
        if name not in _NO_TERMS and iri:
            yield iri


def _own(iris: Iris) -> set[str]:
    """Return the classes and properties that the ontology defines, and those of others that it builds on."""
    namespace = f"{iris.vocabulary}def#"
    links = [
        (quad.subject.value, quad.predicate, quad.object.value)
        for quad in vocabulary.load(iris)
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode)
    ]
    terms = {
        subject
        for subject, predicate, kind in links
        if predicate == _TYPE and subject.startswith(namespace) and kind.endswith(("Class", "Property"))
    }
    return terms | {above for subject, predicate, above in links if predicate in _ABOVE and subject in terms}


def _names_in_shapes(iris: Iris) -> dict[str, dict[str, str]]:
    """Return what the shapes call properties of other vocabularies, which have no label of ours: 原文, 编号."""
    found: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        for each in model(iris, language):
            for prop in each.properties:
                if prop.label:
                    found.setdefault(prop.iri, {}).setdefault(language, prop.label.value)
    return found


def _labels(iris: Iris) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for quad in vocabulary.load(iris):
        if quad.predicate == _LABEL and isinstance(quad.object, ox.Literal) and isinstance(quad.subject, ox.NamedNode):
            found.setdefault(quad.subject.value, {})[quad.object.language or ""] = quad.object.value
    return found
