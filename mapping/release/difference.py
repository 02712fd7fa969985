"""What changed between two releases: things that came, changed and went, and an RDF Patch that leads from one to the other.

Graphs with equal checksums are not read; of the others, the N-Quads are compared line by line, which is exact because a
release holds no blank node and its dumps are sorted.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pyoxigraph as ox

from mapping.errors import ReleaseError
from mapping.release import compression
from mapping.release.folder import Manifest, read_manifest

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_N_QUADS = "application/n-quads"


class ThingChange(msgspec.Struct, frozen=True, kw_only=True):
    """A thing that differs: its graph, its class, and how many statements about it came and went."""

    iri: str
    graph: str
    change: str
    kind: str
    came: int
    went: int


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """From one release to another: the things in order, and the N-Quads lines that came and went, sorted."""

    old: str
    new: str
    things: tuple[ThingChange, ...]
    came: tuple[str, ...]
    went: tuple[str, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many things were added, removed and changed."""
        found = Counter(thing.change for thing in self.things)
        return {change: found[change] for change in (ADDED, REMOVED, CHANGED)}


def compare(old: Path, new: Path) -> Difference:
    """Return what changed from one release folder to another; raises :class:`mapping.errors.ReleaseError`."""
    before, after = read_manifest(old), read_manifest(new)
    things: list[ThingChange] = []
    came: list[str] = []
    went: list[str] = []
    for graph in _differing(before, after):
        old_lines, new_lines = _lines(old, before, graph), _lines(new, after, graph)
        things += _things(graph, old_lines, new_lines)
        came += new_lines - old_lines
        went += old_lines - new_lines
    return Difference(
        old=before.id, new=after.id, things=tuple(things), came=tuple(sorted(came)), went=tuple(sorted(went))
    )


def _differing(before: Manifest, after: Manifest) -> list[str]:
    """Return the graphs that one release lacks or holds in another version, sorted."""
    old = {graph.iri: graph.sha256 for graph in before.graphs}
    new = {graph.iri: graph.sha256 for graph in after.graphs}
    return sorted(graph for graph in old.keys() | new.keys() if old.get(graph) != new.get(graph))


def _lines(release: Path, manifest: Manifest, graph: str) -> set[str]:
    """Return the N-Quads of a graph, a statement a line; none where the release does not hold the graph."""
    dump = next((dump for dump in manifest.dumps if dump.graph == graph and dump.media_type == _N_QUADS), None)
    if dump is None:
        return set()
    try:
        return set(compression.read(release, dump.path).decode().splitlines())
    except OSError as error:
        raise ReleaseError(
            f"{dump.path} of release {manifest.id} cannot be read: {error.strerror}", advice="Build the release again."
        ) from error


def _things(graph: str, old: set[str], new: set[str]) -> Iterator[ThingChange]:
    came, went = _by_subject(new - old), _by_subject(old - new)
    before, after = set(map(_subject, old)), set(map(_subject, new))
    kinds = _kinds(old) | _kinds(new)
    for subject in sorted(came.keys() | went.keys()):
        yield ThingChange(
            iri=subject,
            graph=graph,
            change=ADDED if subject not in before else REMOVED if subject not in after else CHANGED,
            kind=kinds.get(subject, ""),
            came=len(came.get(subject, ())),
            went=len(went.get(subject, ())),
        )


def _subject(line: str) -> str:
    return line[1 : line.index(">")]


def _by_subject(lines: set[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in lines:
        found.setdefault(_subject(line), []).append(line)
    return found


def _kinds(lines: set[str]) -> dict[str, str]:
    """Return the local name of each subject's class, the first in order."""
    typed = sorted((line for line in lines if f"> <{_TYPE}> <" in line), reverse=True)
    return {
        _subject(line): line.split("> <")[2].partition(">")[0].replace("#", "/").rpartition("/")[2] for line in typed
    }


# ---- rendering ---------------------------------------------------------------------------------------------------------


def rdf_patch(difference: Difference) -> Iterator[str]:
    """Yield the lines of an RDF Patch (https://afs.github.io/rdf-delta/rdf-patch.html): first what goes, then what comes."""
    yield f"H id <urn:policygraph:release:{difference.new}> .\n"
    yield f"H prev <urn:policygraph:release:{difference.old}> .\n"
    yield "TX .\n"
    yield from (f"D {line}\n" for line in difference.went)
    yield from (f"A {line}\n" for line in difference.came)
    yield "TC .\n"


def table(difference: Difference) -> list[tuple[str, str, str, int, int]]:
    """Return a row a thing: change, class, IRI, statements that came and that went; added ones first, removed ones last."""
    order = {ADDED: 0, CHANGED: 1, REMOVED: 2}
    rows = sorted(difference.things, key=lambda thing: (order[thing.change], thing.kind, thing.iri))
    return [(thing.change, thing.kind, thing.iri, thing.came, thing.went) for thing in rows]


def as_csv(difference: Difference) -> str:
    """Return the table as CSV with a header."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("change", "class", "thing", "statements_added", "statements_removed"))
    writer.writerows(table(difference))
    return out.getvalue()


def apply(patch: Iterator[str], store: ox.Store) -> None:
    """Carry out an RDF Patch on a store, as another installation that follows this one would."""
    for line in patch:
        operation, _, statement = line.partition(" ")
        if operation in {"A", "D"}:
            (quad,) = ox.parse(statement, format=ox.RdfFormat.N_QUADS)
            (store.add if operation == "A" else store.remove)(quad)
