"""The store of a release: each graph under its name, and in the default graph all of them merged.

It is filled from files of N-Quads in large pieces; or, where little has changed, from the store of the release before, by the
difference. That store's tables are never written to again, so the two share them (hard links). What a removed quad leaves
behind in them, strings above all, stays: once a quarter of the graphs were replaced so, a store is filled from nothing.
"""

from __future__ import annotations

import importlib.metadata
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec
import pyoxigraph as ox

from mapping.release import compression
from mapping.release.folder import Dump
from mapping.release.lifecycle.linking import link
from mapping.release.release import Release

FILE_NAME = "filled.json"
"""Where a release says how its store was filled."""
_STORE = "store"
_N_QUADS = "application/n-quads"
_ENGINE = importlib.metadata.version("pyoxigraph")
_MOST_REPLACED = 0.25
_PIECE = 8 * 2**20
"""How many bytes of N-Quads are loaded at once; the engine takes some ten times as much memory for that."""


class GraphFile(msgspec.Struct, frozen=True):
    """A graph of a release: its N-Quads file and how many triples it holds."""

    iri: str
    n_quads: Dump
    triples: int


class _Filled(msgspec.Struct, frozen=True):
    """By which engine a store was filled, and how many graphs were replaced since it was filled from nothing."""

    engine: str = ""
    replaced: int = 0


class ReleaseStore:
    """The store of a release that is being made below ``staging``.

    Oxigraph's union of named graphs is made query by query; the merge here is made once, and queries run on its indexes.
    """

    def __init__(self, staging: Path, parts: Sequence[GraphFile], before: Release | None, last: str) -> None:
        """Fill a store with ``parts``; until :meth:`finish`, the graph called ``last`` may be that of the release before."""
        self._staging = staging
        self._before = before
        self._held = dict(_graphs_of(before))
        said = _said(before)
        changed = {iri for iri in _changed(self._held, parts) if iri != last}
        self._filled = _Filled(_ENGINE, said.replaced + len(changed))
        if before and said.engine == _ENGINE and self._filled.replaced <= _MOST_REPLACED * len(parts):
            _continue(before.folder / _STORE, staging / _STORE)
        else:
            self._held, self._filled = {}, _Filled(_ENGINE)
        self.store = ox.Store(str(staging / _STORE))
        self._hold(parts, gone=changed - {part.iri for part in parts})

    def finish(self, part: GraphFile) -> None:
        """Fill in the last graph; then the store is whole, and nothing writes to it any more."""
        self._hold([part])
        if not self._filled.replaced:
            self.store.optimize()
        self.store.flush()
        (self._staging / FILE_NAME).write_bytes(msgspec.json.encode(self._filled))

    def _hold(self, parts: Iterable[GraphFile], gone: Iterable[str] = ()) -> None:
        """Let graphs be as their files say, and those called ``gone`` not be at all, and the default graph their merge."""
        removed: list[ox.Quad] = []
        files = {part.iri: part.n_quads for part in parts}
        added = self._added({iri: file for iri, file in files.items() if not _same(self._held.get(iri), file)}, removed)
        for piece in _pieces(added):
            self.store.bulk_load(piece, format=ox.RdfFormat.N_QUADS, lenient=True)  # all of it was checked when made
        for iri in sorted(set(gone) & set(self._held)):
            self._remove(self._lines(iri), removed)
        for quad in removed:
            if not any(
                _is_named(each)
                for each in self.store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
            ):
                self.store.remove(ox.Quad(quad.subject, quad.predicate, quad.object))

    def _added(self, changed: Mapping[str, Dump], removed: list[ox.Quad]) -> Iterator[bytes]:
        """Yield what changed files say more than those before; remove what they say no more, and note it in ``removed``."""
        for iri, file in changed.items():
            for block in self._more(iri, file, removed):
                yield block
                yield block.replace(f" <{iri}> .\n".encode(), b" .\n")

    def _more(self, iri: str, file: Dump, removed: list[ox.Quad]) -> Iterator[bytes]:
        if iri not in self._held:
            yield from compression.blocks(self._staging, file.path)
            return
        gone: list[bytes] = []
        for line, is_said in _differences(compression.lines(self._staging, file.path), self._lines(iri)):
            if is_said:
                yield line
            else:
                gone.append(line)
        self._remove(gone, removed)

    def _remove(self, lines: Iterable[bytes], removed: list[ox.Quad]) -> None:
        for quad in ox.parse(b"".join(lines), format=ox.RdfFormat.N_QUADS):
            self.store.remove(quad)
            removed.append(quad)

    def _lines(self, iri: str) -> Iterator[bytes]:
        """Return the lines of a graph as the store holds it, from the release before."""
        assert self._before is not None  # noqa: S101 - only then the store holds graphs of it
        return compression.lines(self._before.folder, self._held[iri].path)


def _differences(now: Iterator[bytes], then: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Yield the lines that one of two sorted files has and the other has not, and whether it is the first."""
    one, other = next(now, None), next(then, None)
    while one is not None or other is not None:
        if one == other:
            one, other = next(now, None), next(then, None)
        elif other is None or (one is not None and one < other):
            yield one or b"", True
            one = next(now, None)
        else:
            yield other, False
            other = next(then, None)


def _graphs_of(release: Release | None) -> Iterator[tuple[str, Dump]]:
    """Yield the name of each graph of a release, and its file of N-Quads."""
    found = release.manifest.dumps if release else ()
    return ((dump.graph, dump) for dump in found if dump.graph and dump.media_type == _N_QUADS)


def _said(release: Release | None) -> _Filled:
    """Return how the store of a release was filled, of which one of before there was such a file says nothing."""
    try:
        return msgspec.json.decode((release.folder / FILE_NAME).read_bytes(), type=_Filled) if release else _Filled()
    except (OSError, msgspec.DecodeError):
        return _Filled()


def _changed(before: Mapping[str, Dump], parts: Iterable[GraphFile]) -> set[str]:
    """Return the names of the graphs that are not as they were, or new, or no more."""
    files = {part.iri: part.n_quads for part in parts}
    return {iri for iri in {*files, *before} if iri not in files or not _same(before.get(iri), files[iri])}


def _same(before: Dump | None, file: Dump) -> bool:
    return before is not None and before.sha256 == file.sha256


def _is_named(quad: ox.Quad) -> bool:
    return isinstance(quad.graph_name, ox.NamedNode)


def _pieces(contents: Iterable[bytes]) -> Iterator[bytes]:
    """Yield contents joined to pieces that are worth loading at once."""
    piece = bytearray()
    for content in contents:
        piece += content
        if len(piece) >= _PIECE:
            yield bytes(piece)
            piece.clear()
    if piece:
        yield bytes(piece)


def _continue(before: Path, store: Path) -> None:
    """Begin a store as a finished one is: its tables are linked, what an engine writes to is copied."""
    store.mkdir()
    for file in before.iterdir():
        if file.suffix == ".sst":
            link(file, store / file.name)
        elif file.name != "LOCK" and not file.name.startswith("LOG"):
            shutil.copyfile(file, store / file.name)
