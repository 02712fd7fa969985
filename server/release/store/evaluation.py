"""A task against an Oxigraph store: which graphs it sees, and its answer in the representation asked for."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any, cast

import pyoxigraph as ox

from mapping.release.tables import xml_text
from server.release.store import graph_json
from server.release.store.errors import Inexpressible
from server.release.store.messages import Task
from server.release.store.spool import Enough, FirstRows, Spool

INLINE = 1024 * 1024
"""The size in bytes up to which an answer is handed over in memory, and may be cached."""

Result = ox.QuerySolutions | ox.QueryBoolean | Iterator[ox.Triple]


class QuerySource:
    """A store, and how its default graph comes about.

    A release holds the merge of its graphs as its own default graph. Where a store has none, Oxigraph's union stands
    in, which counts a triple once for each graph that holds it.
    """

    def __init__(self, store: ox.Store) -> None:
        self.store = store
        self.merged = next(store.quads_for_pattern(None, None, None, ox.DefaultGraph()), None) is not None

    def query(self, task: Task, base: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Start a task; raises :class:`SyntaxError`, :class:`OSError`, :class:`ValueError` for what is no IRI."""
        store, choice = self._dataset(task)
        return store.query(task.query, base_iri=base, **choice)

    def _dataset(self, task: Task) -> tuple[ox.Store, dict[str, Any]]:
        """Return the store to ask, and the arguments that name the dataset (SPARQL 1.1 Query §13.2)."""
        if task.default_graphs is None or task.named_graphs is None:
            return self.store, {"use_default_graph_as_union": task.union and not self.merged}
        defaults = [ox.NamedNode(iri) for iri in dict.fromkeys(task.default_graphs)]
        named = [ox.NamedNode(iri) for iri in dict.fromkeys(task.named_graphs)]
        if len(defaults) > 1:
            merged = self._merge(defaults, named)
            return merged, {"default_graph": [ox.DefaultGraph()], "named_graphs": list(named)}
        return self.store, {"default_graph": list(defaults), "named_graphs": list(named)}

    def _merge(self, defaults: Iterable[ox.NamedNode], named: Iterable[ox.NamedNode]) -> ox.Store:
        """Return a store in memory whose default graph is the RDF merge of several: Oxigraph's would hold doubles."""
        merged = ox.Store()
        for graph in defaults:
            found = self.store.quads_for_pattern(None, None, None, graph)
            merged.extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in found)
        for graph in named:
            merged.extend(self.store.quads_for_pattern(None, None, None, graph))
        return merged


def write(result: Result, task: Task, spool: Spool, prefixes: Mapping[str, str]) -> bool:
    """Write a result; return whether rows were left out.

    Raises :class:`~server.release.store.errors.Inexpressible` where the format cannot say what the result holds.
    """
    if not isinstance(result, (ox.QuerySolutions, ox.QueryBoolean)):
        return _write_graph(result, task, spool, prefixes)
    wanted = _format(ox.QueryResultsFormat.from_media_type(task.media_type), task)
    if task.rows and isinstance(result, ox.QuerySolutions):
        first = FirstRows(task.rows)
        with contextlib.suppress(Enough):
            result.serialize(_io(first), format=ox.QueryResultsFormat.TSV)
        kept = ox.parse_query_results(first.tsv(), format=ox.QueryResultsFormat.TSV)
        kept.serialize(_io(_fitting(spool, task)), format=wanted)
        return first.cut
    result.serialize(_io(_fitting(spool, task)), format=wanted)
    return False


class _ForXml:
    """A writable before a spool, for XML: Oxigraph leaves control characters in it."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool

    def write(self, piece: bytes, /) -> int:
        """Pass a piece on, fit for XML."""
        self._spool.write(xml_text.fit(piece))
        return len(piece)

    def flush(self) -> None:
        """Do nothing: whoever writes may ask for it."""


def _fitting(spool: Spool, task: Task) -> Spool | _ForXml:
    return _ForXml(spool) if task.media_type.endswith("+xml") else spool


def _io(writable: Spool | FirstRows | _ForXml) -> IO[bytes]:
    """Return what Oxigraph takes: it calls nothing but ``write`` and ``flush``."""
    return cast("IO[bytes]", writable)


def _format(found: Any, task: Task) -> Any:
    if found is None:
        raise Inexpressible(f"what {task.media_type} has no words for")
    return found


def _write_graph(triples: Iterator[ox.Triple], task: Task, spool: Spool, prefixes: Mapping[str, str]) -> bool:
    wanted = _format(ox.RdfFormat.from_media_type(task.media_type), task)
    kept = itertools.islice(triples, task.rows) if task.rows else triples
    if wanted == ox.RdfFormat.JSON_LD:
        graph_json.write(kept, spool.write, prefixes)
    else:
        ox.serialize(kept, _io(_fitting(spool, task)), wanted, prefixes=dict(prefixes))
    return bool(task.rows) and next(triples, None) is not None
