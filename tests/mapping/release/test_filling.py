"""A store that is filled by the difference holds what one filled from nothing does."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import msgspec
import pyoxigraph as ox
import pytest

from mapping.release import filling
from mapping.release.filling import GraphFile, ReleaseStore
from mapping.release.folder import Dump, Graph, Manifest
from mapping.release.publication import Publication
from mapping.release.release import Release

LAST = "http://localhost:8000/graph/quality"
Graphs = Mapping[str, str]
"""The statements of each graph, a letter for each: equal letters are equal triples."""


def release(folder: Path, graphs: Graphs, before: Release | None) -> Release:
    parts = [_part(folder, f"http://localhost:8000/graph/{name}", letters) for name, letters in graphs.items()]
    last = next(part for part in parts if part.iri == LAST)
    filled = ReleaseStore(folder, [part for part in parts if part != last], before, LAST)
    filled.finish(last)
    del filled
    manifest = Manifest(
        id=folder.name, software="test", publication=Publication(), plans=(), held_back=(),
        graphs=tuple(Graph(iri=part.iri, triples=part.triples, sha256=part.n_quads.sha256) for part in parts),
        dumps=tuple(part.n_quads for part in parts),
    )  # fmt: skip # entries side by side
    return Release(folder, manifest)


def _part(folder: Path, iri: str, letters: str) -> GraphFile:
    lines = [
        f'<http://localhost:8000/id/{each}> <http://schema.org/text> "{each}"@zh <{iri}> .\n'
        for each in sorted(letters)
    ]
    (file := folder / f"{iri.rpartition('/')[2]}.nq").parent.mkdir(exist_ok=True)
    file.write_text("".join(lines))
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    n_quads = Dump(
        path=file.name, media_type="application/n-quads", byte_size=file.stat().st_size, sha256=digest, graph=iri
    )
    return GraphFile(iri, n_quads, len(lines))


def held(found: Release) -> dict[str, str]:
    """Return the letters of each graph of a store; those of the default graph under no name."""
    graphs: dict[str, str] = {}
    for quad in ox.Store.read_only(str(found.folder / "store")):
        name = quad.graph_name.value.rpartition("/")[2] if isinstance(quad.graph_name, ox.NamedNode) else ""
        graphs[name] = "".join(sorted(graphs.get(name, "") + quad.object.value))
    return graphs


STEPS: list[Graphs] = [
    {"one": "abc", "two": "cde", "quality": "x"},
    {"one": "abc", "two": "cde", "quality": "x"},
    {"one": "ab", "two": "cde", "quality": "x"},  # c is still in the other
    {"one": "ab", "two": "de", "quality": "x"},
    {"one": "ab", "two": "dec", "three": "a", "quality": "xy"},
    {"two": "dec", "three": "a", "quality": "x"},
    {"two": "x", "three": "decq", "quality": "d"},
    {"four": "a", "quality": "d"},
]


def test_each_step_of_a_series_holds_what_its_files_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filling, "_MOST_REPLACED", 100)
    before = None
    for number, graphs in enumerate(STEPS):
        before = release(tmp_path / f"{number:016x}", graphs, before)
        assert held(before) == {**graphs, "": "".join(sorted(set("".join(graphs.values())))), **_sorted(graphs)}


def _sorted(graphs: Graphs) -> dict[str, str]:
    return {name: "".join(sorted(letters)) for name, letters in graphs.items()}


def test_a_store_is_filled_from_nothing_once_a_quarter_of_the_graphs_were_replaced(tmp_path: Path) -> None:
    graphs = {f"g{number}": "a" for number in range(8)} | {"quality": "x"}
    before = release(tmp_path / "0", graphs, None)
    replaced = []
    for number in range(1, 5):
        before = release(tmp_path / str(number), graphs | {"g1": "abcdef"[:number] + "z"}, before)
        said = msgspec.json.decode((before.folder / filling.FILE_NAME).read_bytes())
        replaced.append(said["replaced"])
    assert replaced == [1, 2, 0, 1]


@pytest.mark.parametrize("said", [None, b"{", b'{"engine": "0.1", "replaced": 0}'])
def test_a_store_of_which_nobody_says_how_it_was_filled_is_not_gone_on_from(tmp_path: Path, said: bytes | None) -> None:
    before = release(tmp_path / "0", STEPS[0], None)
    file = before.folder / filling.FILE_NAME
    file.unlink() if said is None else file.write_bytes(said)
    after = release(tmp_path / "1", STEPS[0], before)
    shared = [table for table in (after.folder / "store").glob("*.sst") if table.stat().st_nlink > 1]
    assert (held(after), shared) == (held(before), [])


def test_the_tables_of_the_store_before_are_shared_and_stay_as_they_were(tmp_path: Path) -> None:
    graphs = {f"g{number}": "abc" for number in range(8)} | {"quality": "x"}
    first, second = pairwise_releases(tmp_path, graphs)
    assert any(table.stat().st_nlink > 1 for table in (second.folder / "store").glob("*.sst"))
    assert held(first)["g1"] == "abc"
    assert held(second)["g1"] == "z"


def pairwise_releases(folder: Path, graphs: dict[str, str]) -> tuple[Release, Release]:
    first = release(folder / "0", graphs, None)
    return first, release(folder / "1", graphs | {"g1": "z"}, first)
