"""Loads a release into a remote store, graph by graph, so that a failed push leaves no graph half written.

A graph that the store holds as the release pushed before had it is left as it is. Each other one is sent in pieces into a
staging graph, counted there, and moved into place by one update. A store whose default graph is a graph of its own, as that
of the Oxigraph server is, gets the merge of all graphs there by one update. The note that says which release the store holds
is taken away first and written last: in between, no answer is kept.
"""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.error import URLError

import msgspec
import pyoxigraph as ox
from SPARQLWrapper import BASIC, DIGEST, JSON, POST, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException
from SPARQLWrapper.Wrapper import QueryResult

from mapping.release.folder import MANIFEST, Manifest, read_manifest
from ontology.iris import Iris
from server.release.store.errors import StoreUnreachable

_PIECE = 500
"""Triples an update; Virtuoso refuses updates that compile to more than 10,000 lines."""

_SOURCE = ox.NamedNode("http://purl.org/dc/terms/source")
_DEFAULT_GRAPH = ox.NamedNode("http://www.w3.org/ns/sparql-service-description#defaultGraph")


class RemoteStore(msgspec.Struct, frozen=True, kw_only=True):
    """A remote store: ``query`` and ``update`` are its addresses, which some stores have in one."""

    query: str
    update: str
    user: str | None = None
    password: str | None = None
    digest: bool = False
    timeout: float = 300.0


class Pushed(msgspec.Struct, frozen=True, kw_only=True):
    """What a push has done: graphs replaced, left as they were, and removed, as IRIs, and the triples of the release.

    ``merged`` says that the store's default graph is one of its own, and now the merge of the graphs.
    """

    release: str
    replaced: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    triples: int
    merged: bool


def push(
    release: Path, target: RemoteStore, advance: Callable[[str], None] = lambda _graph: None, *, fresh: bool = False
) -> Pushed:
    """Load a release folder into a store; ``advance`` is told each graph that is put in place.

    What the store holds already is known by the release that it says it holds, if that is still beside this one, and by
    the number of triples in each graph; ``fresh`` replaces every graph. Raises :class:`StoreUnreachable` at the first
    failure: every graph is then as it was, or as it shall be.
    """
    manifest = read_manifest(release)
    iris = manifest.publication.iris
    remote = _Remote(target)
    store = ox.Store.read_only(str(release / "store"))
    before = None if fresh else _before(release.parent, remote, iris)
    there = remote.counts()
    merged = remote.has_default_graph(_note_graph(iris), pushed=bool(_ours(there, iris)))
    remote.update(f"DROP SILENT GRAPH {_note_graph(iris)}")
    unchanged = set(_unchanged(manifest, before, there)) if before else set()
    replaced = [graph for graph in manifest.graphs if graph.iri not in unchanged]
    for graph in replaced:
        name = ox.NamedNode(graph.iri)
        remote.replace(name, (quad.triple for quad in store.quads_for_pattern(None, None, None, name)), graph.triples)
        advance(graph.iri)
    wanted = {graph.iri for graph in manifest.graphs}
    removed = _ours(there, iris) - wanted
    for iri in sorted(removed):
        remote.update(f"DROP SILENT GRAPH {ox.NamedNode(iri)}")
    if merged and (replaced or removed):
        remote.merge(ox.NamedNode(iri) for iri in sorted(wanted))
    note = " . ".join(map(str, _note(iris, manifest.id, merged=merged)))
    remote.update(f"INSERT DATA {{ GRAPH {_note_graph(iris)} {{ {note} }} }}")
    return Pushed(
        release=manifest.id,
        replaced=tuple(sorted(graph.iri for graph in replaced)),
        unchanged=tuple(sorted(unchanged)),
        removed=tuple(sorted(removed)),
        triples=manifest.triples,
        merged=merged,
    )


def _ours(graphs: Iterable[str], iris: Iris) -> set[str]:
    return {iri for iri in graphs if iri.startswith(f"{iris.base}graph/") and iri != _note_graph(iris).value}


def _before(releases: Path, remote: _Remote, iris: Iris) -> Manifest | None:
    """Return what the release holds that a store says it holds; nothing where it says none, or that one is not here."""
    said = remote.release(_note_graph(iris))
    folder = releases / said.rpartition("/")[2] if said else None
    return read_manifest(folder) if folder and (folder / MANIFEST).is_file() else None


def _unchanged(manifest: Manifest, before: Manifest, there: Mapping[str, int]) -> Iterator[str]:
    """Yield the graphs that are as they were, in the release before and, by their size, in the store."""
    digests = {graph.iri: graph.sha256 for graph in before.graphs}
    for graph in manifest.graphs:
        if digests.get(graph.iri) == graph.sha256 and there.get(graph.iri) == graph.triples:
            yield graph.iri


def _note_graph(iris: Iris) -> ox.NamedNode:
    return ox.NamedNode(f"{iris.base}graph/release")


def _note(iris: Iris, release: str, *, merged: bool) -> Iterator[ox.Triple]:
    service = ox.NamedNode(f"{iris.base}id/service/sparql")
    yield ox.Triple(service, _SOURCE, ox.NamedNode(f"{iris.base}id/release/{release}"))
    if merged:
        yield ox.Triple(service, _DEFAULT_GRAPH, ox.NamedNode(f"{service.value}#default-graph"))


class _Remote:
    """The store that is written to. Terms and triples go into updates as N-Triples, which is SPARQL."""

    def __init__(self, target: RemoteStore) -> None:
        self._target = target

    def replace(self, graph: ox.NamedNode, triples: Iterable[ox.Triple], count: int) -> None:
        """Replace a graph at once, after its triples have arrived and been counted."""
        staging = ox.NamedNode(f"{graph.value}#staging")
        self.update(f"DROP SILENT GRAPH {staging}")
        try:
            for piece in _pieces(triples):
                self.update(f"INSERT DATA {{ GRAPH {staging} {{ {piece} }} }}")
            self._expect(count, staging, graph)
            self.update(f"MOVE GRAPH {staging} TO GRAPH {graph}")
        except StoreUnreachable:
            with contextlib.suppress(StoreUnreachable):  # the first error tells more
                self.update(f"DROP SILENT GRAPH {staging}")
            raise

    def has_default_graph(self, probe: ox.NamedNode, *, pushed: bool) -> bool:
        """Return whether the default graph is one of its own, and not all graphs together.

        Raises :class:`StoreUnreachable` where it holds triples and no push of ours was there before: they are somebody's.
        """
        seen = ox.Triple(probe, _SOURCE, probe)
        self.update(f"INSERT DATA {{ GRAPH {probe} {{ {seen} }} }}")
        own = not self._select(f"SELECT (1 AS ?n) WHERE {{ {seen} }}")
        if own and not pushed and self._select("SELECT ?s WHERE { ?s ?p ?o } LIMIT 1"):
            self.update(f"DROP SILENT GRAPH {probe}")
            raise StoreUnreachable(
                f"the default graph of {self._target.update} holds triples that no push has put there, and a push replaces"
                " them: move them to a graph with a name, or push to a store of its own"
            )
        return own

    def merge(self, graphs: Iterable[ox.NamedNode]) -> None:
        """Make the default graph the merge of some graphs, at once: one request is one transaction."""
        self.update(" ;\n".join(["DROP SILENT DEFAULT", *(f"ADD SILENT GRAPH {graph} TO DEFAULT" for graph in graphs)]))

    def release(self, note: ox.NamedNode) -> str:
        """Return the IRI of the release that the store says it holds, nothing where it says none."""
        bindings = self._select(f"SELECT ?release WHERE {{ GRAPH {note} {{ ?service {_SOURCE} ?release }} }}")
        return bindings[0]["release"]["value"] if len(bindings) == 1 else ""

    def counts(self) -> dict[str, int]:
        """Return how many triples each graph holds."""
        bindings = self._select("SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
        return {row["g"]["value"]: int(row["n"]["value"]) for row in bindings}

    def _expect(self, count: int, staging: ox.NamedNode, graph: ox.NamedNode) -> None:
        bindings = self._select(f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH {staging} {{ ?s ?p ?o }} }}")
        arrived = int(bindings[0]["n"]["value"])
        if arrived != count:
            raise StoreUnreachable(f"of {count} triples of {graph} {arrived} arrived; the graph stays as it was")

    def _select(self, query: str) -> list[dict[str, dict[str, str]]]:
        wrapper = self._wrapper(self._target.query)
        wrapper.setReturnFormat(JSON)
        wrapper.setOnlyConneg(onlyConneg=True)
        found: Any = self._send(wrapper, query).convert()
        bindings: list[dict[str, dict[str, str]]] = found["results"]["bindings"]
        return bindings

    def update(self, update: str) -> None:
        """Carry out an update; raises :class:`StoreUnreachable`."""
        self._send(self._wrapper(self._target.update), update).response.close()

    def _wrapper(self, url: str) -> SPARQLWrapper:
        wrapper = SPARQLWrapper(url, updateEndpoint=url)
        wrapper.setMethod(POST)
        wrapper.setTimeout(round(self._target.timeout))
        if self._target.user and self._target.password:
            wrapper.setHTTPAuth(DIGEST if self._target.digest else BASIC)
            wrapper.setCredentials(self._target.user, self._target.password)
        return wrapper

    def _send(self, wrapper: SPARQLWrapper, text: str) -> QueryResult:
        wrapper.setQuery(text)
        try:
            return wrapper.query()
        except (SPARQLWrapperException, URLError, OSError) as error:
            raise StoreUnreachable(f"{self._target.update}: {' '.join(str(error).split())[:500]}") from error


def _pieces(triples: Iterable[ox.Triple]) -> Iterator[str]:
    waiting = iter(triples)
    while piece := list(itertools.islice(waiting, _PIECE)):
        yield " . ".join(map(str, piece))
