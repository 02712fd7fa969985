"""What every plan of a build needs: the words and the reference data, parsed and closed once a process."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pyoxigraph as ox

from mapping.alignment.alignment import Aligner
from mapping.reference import reference
from mapping.release.publication import Publication
from mapping.translations.nationals import translations
from ontology import closure, vocabulary
from ontology.iris import ONTOLOGY_GRAPH, REFERENCE_GRAPH, Iris


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
        self._laid: list[ox.Quad] | None = None

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
            self._laid = None

    @contextmanager
    def holding(self, quads: Iterable[ox.Quad], graph: ox.NamedNode) -> Iterator[None]:
        """Hold one more graph on the bench for a while, closed.

        Then the bench is laid anew, which takes milliseconds: a store keeps the strings of what was removed, and would grow
        with every plan.
        """
        if self._laid is None:
            self._laid = list(self.store)
        self.store.extend(quads)
        try:
            closure.close(self.store, graph, self.iris)
            yield
        finally:
            self.store = ox.Store()
            self.store.extend(self._laid)

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
