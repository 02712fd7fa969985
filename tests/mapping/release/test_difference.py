"""What changed between two releases."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pyoxigraph as ox
import pytest

from mapping.errors import ReleaseError
from mapping.release import difference
from mapping.release import folder as release
from mapping.release.folder import Graph, Manifest
from mapping.release.publication import Publication

PLAN = "http://localhost:8000/graph/plan/p"
OTHER = "http://localhost:8000/graph/plan/q"
_MEASURE = "<http://localhost:8000/id/measure/{}> <{}> {} <{}> .\n"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
CLASS = "<https://w3id.org/policygraph/def#Measure>"
TEXT = "http://schema.org/text"


def measure(name: str, text: str, graph: str = PLAN) -> str:
    return _MEASURE.format(name, TYPE, CLASS, graph) + _MEASURE.format(name, TEXT, f'"{text}"@zh', graph)


def publish(folder: Path, name: str, graphs: dict[str, str]) -> Path:
    """Write a release that holds these graphs; returns its folder."""
    target = folder / name
    dumps = []
    for number, (_, n_quads) in enumerate(graphs.items()):
        path = target / "dumps" / f"{number}.nq"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(sorted(n_quads.splitlines(keepends=True))), "utf-8")
        dumps.append(release.dump_of(path, target, "application/n-quads", list(graphs)[number]))
    manifest = Manifest(
        id=name, software="test", publication=Publication(), plans=(), held_back=(), dumps=tuple(dumps),
        graphs=tuple(Graph(iri=dump.graph or "", triples=1, sha256=dump.sha256) for dump in dumps),
    )  # fmt: skip # entries side by side
    (target / release.MANIFEST).write_bytes(msgspec.json.encode(manifest))
    return target


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    before = {
        PLAN: measure("p/1", "一") + measure("p/2", "二") + measure("p/3", "三"),
        OTHER: measure("q/1", "同", OTHER),
    }
    after = {PLAN: measure("p/1", "一") + measure("p/2", "二之二") + measure("p/4", "四"), OTHER: before[OTHER]}
    return publish(tmp_path, "a" * 16, before), publish(tmp_path, "b" * 16, after)


def test_things_are_added_changed_and_removed(two: tuple[Path, Path]) -> None:
    found = difference.compare(*two)
    assert difference.table(found) == [
        ("added", "Measure", "http://localhost:8000/id/measure/p/4", 2, 0),
        ("changed", "Measure", "http://localhost:8000/id/measure/p/2", 1, 1),
        ("removed", "Measure", "http://localhost:8000/id/measure/p/3", 0, 2),
    ]
    assert found.counts == {"added": 1, "removed": 1, "changed": 1}


def test_a_patch_leads_from_one_release_to_the_other(two: tuple[Path, Path]) -> None:
    old, new = two
    store, wanted = ox.Store(), ox.Store()
    for folder, target in ((old, store), (new, wanted)):
        for path in folder.glob("dumps/*.nq"):
            target.load(path=str(path), format=ox.RdfFormat.N_QUADS)
    patch = list(difference.rdf_patch(difference.compare(old, new)))
    difference.apply(iter(patch), store)
    assert set(store) == set(wanted)
    assert (patch[0], patch[-1]) == (f"H id <urn:policygraph:release:{'b' * 16}> .\n", "TC .\n")


def test_the_way_back_is_the_other_way_round(two: tuple[Path, Path]) -> None:
    there, back = difference.compare(*two), difference.compare(*two[::-1])
    assert (there.came, there.went) == (back.went, back.came)


def test_a_release_does_not_differ_from_itself(two: tuple[Path, Path]) -> None:
    found = difference.compare(two[0], two[0])
    assert (found.things, found.came, found.went) == ((), (), ())


def test_a_graph_that_one_release_lacks_came_or_went_as_a_whole(two: tuple[Path, Path], tmp_path: Path) -> None:
    only = publish(tmp_path, "c" * 16, {OTHER: measure("q/1", "同", OTHER)})
    assert difference.compare(two[0], only).counts == {"added": 0, "removed": 3, "changed": 0}


def test_the_table_is_to_be_had_as_csv(two: tuple[Path, Path]) -> None:
    lines = difference.as_csv(difference.compare(*two)).splitlines()
    assert lines[0] == "change,class,thing,statements_added,statements_removed"
    assert lines[1] == "added,Measure,http://localhost:8000/id/measure/p/4,2,0"


def test_a_file_that_is_missing_is_named(two: tuple[Path, Path]) -> None:
    (two[0] / "dumps" / "0.nq").unlink()
    with pytest.raises(ReleaseError, match=r"dumps/0\.nq of release a+ cannot be read"):
        difference.compare(*two)


def test_a_folder_that_is_no_release_is_refused(two: tuple[Path, Path], tmp_path: Path) -> None:
    with pytest.raises(ReleaseError):
        difference.compare(two[0], tmp_path)
