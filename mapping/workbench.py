"""What every plan of a build needs: the words and the reference data, parsed and closed once a process."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pyoxigraph as ox

from mapping.alignment.alignment import Aligner
from mapping.records import rdf
from mapping.reference import reference
from mapping.release.publication import Publication
from mapping.translations.nationals import translations
from ontology import closure, vocabulary
from ontology.iris import ONTOLOGY_GRAPH, REFERENCE_GRAPH, Iris
from shapes.clearing.data import Data

_HELD = 8
"""How many plans a bench holds, one after the other, before it is laid anew."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Under which terms to build, the folders of reference data beside the packaged one, and how much of what looks like
    measures must have been read of a plan, from 0 to 1."""

    publication: Publication = Publication()
    reference: tuple[str, ...] = ()
    least_read: float = 0.9


class Workbench:
    """A store with the ontology and the whole reference data, in which one plan at a time is closed and validated."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.iris: Iris = settings.publication.iris
        directories = [reference.packaged(), *map(Path, settings.reference)]
        self.reference = reference.load(directories, self.iris)
        self.translations = translations(directories, self.reference.nationals, self.iris)
        self.store = ox.Store()
        self.store.extend(vocabulary.load(self.iris))
        self.store.extend(self.reference_quads(self.reference.agencies))
        closure.close(self.store, self.graph(REFERENCE_GRAPH), self.iris)
        self._reached: set[str] = set(self.reference.agencies)
        self._aligners: dict[str, Aligner] = {}
        self._always: dict[str, Data] = {}
        self._held = 0

    def graph(self, reference: str) -> ox.NamedNode:
        """Return the name of a graph from its reference."""
        return ox.NamedNode(self.iris.absolute(reference))

    def aligner(self, national: str | None) -> Aligner | None:
        """Return the aligner of a national document, made once; none for a plan of which it is not known."""
        if national is None:
            return None
        if national not in self._aligners:
            self._aligners[national] = Aligner(self.reference.national(national))
        return self._aligners[national]

    def quads(self, graph: ox.NamedNode) -> list[ox.Quad]:
        """Return what a graph of the bench holds now."""
        return list(self.store.quads_for_pattern(None, None, None, graph))

    def n_quads(self, graph: ox.NamedNode) -> bytes:
        """Return what a graph of the bench holds now as N-Quads, sorted."""
        return rdf.n_quads(self.store.quads_for_pattern(None, None, None, graph))

    def reference_quads(self, reached: Iterable[str]) -> list[ox.Quad]:
        """Return the reference graph before it is closed, with what is translated of it; see :meth:`Reference.quads`."""
        return [*self.reference.quads(reached), *self.translations.quads]

    def reach(self, references: Iterable[str]) -> None:
        """Lay out what a plan needs of the reference data, as far as it is not on the bench yet (small places)."""
        missing = set(references) - self._reached
        if missing:
            self.store.extend(self.reference.quads(missing))
            closure.close(self.store, self.graph(REFERENCE_GRAPH), self.iris)
            self._reached |= missing
            self._always.pop(REFERENCE_GRAPH, None)

    @contextmanager
    def holding(self, document: bytes, graph: ox.NamedNode) -> Iterator[None]:
        """Hold one more graph on the bench for a while, closed: what a document of JSON-LD says.

        Now and then the bench is laid anew: a store keeps the strings of what was removed, and would grow with every plan.
        """
        self.store.load(document, format=ox.RdfFormat.JSON_LD, to_graph=graph)
        try:
            closure.close(self.store, graph, self.iris)
            yield
        finally:
            self.store.remove_graph(graph)
            self._held += 1
            if self._held % _HELD == 0:
                laid, self.store = self.store, ox.Store()
                self.store.extend(laid)

    def seen(self, graph: ox.NamedNode) -> tuple[Data, Data]:
        """Return what the bench says in a graph that it holds, and in all graphs: what it always says is read once."""
        for name in {ONTOLOGY_GRAPH, REFERENCE_GRAPH} - self._always.keys():
            self._always[name] = Data(self.store, self.graph(name))
        own = Data(self.store, graph)
        return own, Data(self.store, parts=(own, *self._always.values()))

    @property
    def ontology(self) -> list[ox.Quad]:
        """The ontology's graph."""
        return self.quads(self.graph(ONTOLOGY_GRAPH))


def workbench(settings: Settings) -> Workbench:
    """Return this process's workbench for the settings and the reference data as they are now."""
    return _workbench(msgspec.json.encode(settings), state_of_reference(settings))


def state_of_reference(settings: Settings) -> tuple[tuple[str, int, int], ...]:
    """Return which files of reference data there are, of when, and how large: other ones are not as they were read."""
    folders = [reference.packaged(), *map(Path, settings.reference)]
    paths = [path for folder in folders if isinstance(folder, Path) for path in sorted(folder.rglob("*"))]
    return tuple((str(path), about.st_mtime_ns, about.st_size) for path in paths if (about := path.stat()))


@functools.lru_cache(8)
def _workbench(settings: bytes, _state: tuple[tuple[str, int, int], ...]) -> Workbench:
    return Workbench(msgspec.json.decode(settings, type=Settings))
