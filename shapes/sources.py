"""RDF of any origin, made ready for the shapes: read from files and addresses, set beside the ontology, and closed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from http.client import HTTPException
from pathlib import Path
from urllib.request import Request, urlopen

import msgspec
import pyoxigraph as ox

from ontology import closure, vocabulary
from ontology.iris import QUALITY_GRAPH, Iris
from shapes.dump import Slice, cut
from shapes.errors import SourceError
from shapes.report import name_of

_ACCEPT = "text/turtle, application/n-quads, application/trig, application/n-triples;q=0.9, application/ld+json;q=0.8"
_TIMEOUT = 60  # seconds: a dump comes from a disk, not from a query
_LIMIT = 1 << 30  # bytes: beyond this, validate the dump on the machine that has it
_DEEPEST = 500  # the records of a plan are not ten deep
_BRACKETS = re.compile(rb'"(?:[^"\\]|\\.)*+"|[][{}]')
_FORMATS = ".ttl, .nt, .nq, .trig, .jsonld or .rdf"
_CORRECT = "Correct it there and try again."


class Read(msgspec.Struct, frozen=True):
    """Sources that were read: what all plans look at, closed; the names of the things it describes; plans still unread."""

    store: ox.Store
    described: frozenset[str]
    plans: tuple[Slice, ...]


def read(sources: Sequence[str], context: Iterable[ox.Quad], *, iris: Iris) -> Read:
    """Read files and http(s) addresses.

    An N-Quads file in which several graphs describe plans is read but for these, so that it may be larger than memory; an
    earlier validation in it (its quality graph) is passed over. ``context`` is what the data look at and do not bring: the
    reference data. Triples without a graph get one for each source. Raises :class:`SourceError`.
    """
    store = ox.Store()
    store.extend(vocabulary.load(iris))
    store.extend(context)
    described: set[str] = set()
    plans: list[Slice] = []
    for number, source in enumerate(sources, 1):
        graph = ox.NamedNode(iris.absolute(f"graph/source/{number}"))
        quads, unread = _parts(source, graph, iris)
        plans += unread
        store.extend(quads)
        described |= {name_of(quad.subject) for quad in quads}
        for name in {quad.graph_name for quad in quads if isinstance(quad.graph_name, ox.NamedNode)}:
            closure.close(store, name, iris)
    return Read(store, frozenset(described), tuple(plans))


def _parts(source: str, graph: ox.NamedNode, iris: Iris) -> tuple[list[ox.Quad], list[Slice]]:
    """Return the quads of a source, and the plans that are left in it."""
    if Path(source).suffix == ".nq" and Path(source).is_file():
        found = cut(Path(source), iris)
        if len(found.plans) > 1:
            rest = (one for one in found.others if one.graph != iris.absolute(QUALITY_GRAPH))
            return [quad for one in rest for quad in one.quads(one.graph or graph.value)], found.plans
    return list(_named(_parse(source), graph)), []


def _named(quads: Iterable[ox.Quad], graph: ox.NamedNode) -> Iterator[ox.Quad]:
    """Yield the quads in a named graph each; blank nodes are numbered as they come, so that reports stay the same."""
    labels: dict[ox.BlankNode, ox.BlankNode] = {}
    stem = graph.value.rpartition("/")[2]
    for quad in quads:
        for term in (quad.subject, quad.object):
            if isinstance(term, ox.BlankNode):
                labels.setdefault(term, ox.BlankNode(f"b{stem}-{len(labels) + 1}"))
        subject = labels[quad.subject] if isinstance(quad.subject, ox.BlankNode) else quad.subject
        value = labels[quad.object] if isinstance(quad.object, ox.BlankNode) else quad.object
        name = quad.graph_name if isinstance(quad.graph_name, ox.NamedNode) else graph
        yield ox.Quad(subject, quad.predicate, value, name)


def _parse(source: str) -> Iterable[ox.Quad]:
    is_address = source.startswith(("http://", "https://"))
    data, rdf_format = _fetch(source) if is_address else _open(source)
    if rdf_format == ox.RdfFormat.JSON_LD and _is_deep(data):
        raise SourceError(f"is nested more than {_DEEPEST} deep", where=source, advice=_CORRECT)
    base = source if is_address else Path(source).absolute().as_uri()
    try:
        yield from ox.parse(data, format=rdf_format, base_iri=base)
    except SyntaxError as error:
        if "LoadDocumentCallback" in str(error):
            what, advice = "names a JSON-LD context elsewhere, which is not fetched", "Write the context into the file."
            raise SourceError(what, where=source, advice=advice) from error
        raise SourceError(f"is not valid RDF: {error}", where=source, advice=_CORRECT) from error


def _is_deep(data: bytes) -> bool:
    """Whether JSON is nested so deep that the engine, which calls itself at each level, would end this process."""
    depth = 0
    for found in _BRACKETS.finditer(data):
        depth += {b"{": 1, b"[": 1, b"}": -1, b"]": -1}.get(found[0], 0)
        if depth > _DEEPEST:
            return True
    return False


def _open(source: str) -> tuple[bytes, ox.RdfFormat]:
    rdf_format = ox.RdfFormat.from_extension(Path(source).suffix.removeprefix("."))
    if rdf_format is None:
        raise SourceError("has no ending that names an RDF format", where=source, advice=f"Give it {_FORMATS}.")
    try:
        return Path(source).read_bytes(), rdf_format
    except OSError as error:
        reason = error.strerror or str(error)
        raise SourceError(
            f"cannot be read: {reason}", where=source, advice="Check the name and permissions."
        ) from error


def _fetch(source: str) -> tuple[bytes, ox.RdfFormat]:
    try:
        request = Request(source, headers={"Accept": _ACCEPT})  # noqa: S310 - http and https only, checked by the caller
        with urlopen(request, timeout=_TIMEOUT) as answer:  # noqa: S310
            data, media_type = answer.read(_LIMIT + 1), answer.headers.get_content_type()
    except (OSError, HTTPException, ValueError) as error:  # refused, cut off, no address at all
        raise SourceError(f"cannot be fetched: {error}", where=source, advice="Check the address.") from error
    rdf_format = ox.RdfFormat.from_media_type(media_type)
    if rdf_format is None:
        advice = "Ask for an address that answers with Turtle."
        raise SourceError(f"answers with {media_type}, which is no RDF", where=source, advice=advice)
    if len(data) > _LIMIT:
        raise SourceError(f"is larger than {_LIMIT} bytes", where=source, advice="Download it and validate the file.")
    return data, rdf_format
