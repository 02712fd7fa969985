"""RDF of any origin, made ready for the shapes: read from files and addresses, set beside the ontology, and closed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pyoxigraph as ox

from ontology import closure, vocabulary
from ontology.iris import Iris
from shapes.errors import SourceError

_ACCEPT = "text/turtle, application/n-quads, application/trig, application/n-triples;q=0.9, application/ld+json;q=0.8"
_TIMEOUT = 60  # seconds: a dump comes from a disk, not from a query
_LIMIT = 1 << 30  # bytes: beyond this, validate the dump on the machine that has it
_FORMATS = ".ttl, .nt, .nq, .trig, .jsonld or .rdf"


def read(sources: Sequence[str], context: Iterable[ox.Quad], *, iris: Iris) -> tuple[ox.Store, frozenset[str]]:
    """Return a store with the closed data of files and http(s) addresses, and the IRIs that they describe.

    ``context`` is what the data look at and do not bring: the reference data. Triples without a graph get one for each
    source. Raises :class:`SourceError`.
    """
    store = ox.Store()
    store.extend(vocabulary.load(iris))
    store.extend(context)
    described: set[str] = set()
    for number, source in enumerate(sources, 1):
        quads = _named(_parse(source), ox.NamedNode(iris.absolute(f"graph/source/{number}")))
        store.extend(quads)
        described |= {quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)}
        for graph in {quad.graph_name for quad in quads if isinstance(quad.graph_name, ox.NamedNode)}:
            closure.close(store, graph, iris)
    return store, frozenset(described)


def _named(quads: Iterable[ox.Quad], graph: ox.NamedNode) -> list[ox.Quad]:
    return [
        quad if isinstance(quad.graph_name, ox.NamedNode) else ox.Quad(quad.subject, quad.predicate, quad.object, graph)
        for quad in quads
    ]


def _parse(source: str) -> list[ox.Quad]:
    is_address = urlsplit(source).scheme in {"http", "https"}
    data, rdf_format = _fetch(source) if is_address else _open(source)
    try:
        return list(ox.parse(data, format=rdf_format, base_iri=source if is_address else None, rename_blank_nodes=True))
    except SyntaxError as error:
        raise SourceError(
            f"is not valid RDF: {error}", where=source, advice="Correct it there and try again."
        ) from error


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
    request = Request(source, headers={"Accept": _ACCEPT})  # noqa: S310 - http and https only, checked by the caller
    try:
        with urlopen(request, timeout=_TIMEOUT) as answer:  # noqa: S310
            data, media_type = answer.read(_LIMIT + 1), answer.headers.get_content_type()
    except (URLError, TimeoutError) as error:
        raise SourceError(f"cannot be fetched: {error}", where=source, advice="Check the address.") from error
    rdf_format = ox.RdfFormat.from_media_type(media_type)
    if rdf_format is None:
        advice = "Ask for an address that answers with Turtle."
        raise SourceError(f"answers with {media_type}, which is no RDF", where=source, advice=advice)
    if len(data) > _LIMIT:
        raise SourceError(f"is larger than {_LIMIT} bytes", where=source, advice="Download it and validate the file.")
    return data, rdf_format
