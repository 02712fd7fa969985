"""The whole graph, written part by part, is what a serializer writes of it at once."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from pathlib import Path

import pyoxigraph as ox
import pytest

from mapping.release import compression, dumps, merging
from ontology.iris import Iris
from ontology.terms import prefixes

IRIS = Iris()
A, B, C = (f"<http://localhost:8000/id/{name}>" for name in "abc")
N_QUADS = ox.RdfFormat.N_QUADS
LONG = f'{C} {A} "{"长" * 3000}"@zh'


@pytest.mark.parametrize(
    "graphs",
    [
        [[f"{A} {B} {C}"], [f"{B} {B} {C}", f"{B} {B} {A}"]],
        [[f"{A} {B} {C}", f"{B} {A} 'x'@zh".replace("'", '"')], [LONG], [f"{A} {B} {C}"]],
        [[f"{A} {B} {C}"], [f"{A} {B} {A}"]],  # the same thing at a border
        [[f"{A} {B} {C}", LONG], [f"{C} {B} {A}"]],
        [[f"{A} {B} {C}"], [], [f"{B} {B} {A}"]],
        [[], [f"{A} {B} {C}"]],
        [[LONG, LONG.replace("长", "短")]],
        [[f"{A} {B} {C}", *(f'{B} {A} "{number:0300}"' for number in range(500))], [], [LONG, f"{C} {B} {A}"]],  # large
    ],
)
def test_the_whole_is_written_as_at_once(graphs: list[list[str]], tmp_path: Path) -> None:
    parts = []
    for number, lines in enumerate(graphs):
        graph = f"http://localhost:8000/graph/{number}"
        n_quads = "".join(f"{line} <{graph}> .\n" for line in lines).encode()
        parts.append(dumps.write_graph(n_quads, f"dumps/plan/{number}", tmp_path, graph, IRIS)[0])
    written = dumps.write_whole(parts, tmp_path, IRIS)
    assert [dump.path for dump in written] == [f"dumps/policygraph.{suffix}" for suffix in ("nq", "ttl", "jsonld")]
    triples = [quad.triple for part in parts for quad in ox.parse(compression.read(tmp_path, part.path), N_QUADS)]
    turtle = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=dict(prefixes(IRIS)))
    assert compression.read(tmp_path, "dumps/policygraph.ttl") == turtle
    json_ld = ox.serialize(triples, format=ox.RdfFormat.JSON_LD)
    assert compression.read(tmp_path, "dumps/policygraph.jsonld") == json_ld
    for dump in written:
        content = compression.read(tmp_path, dump.path)
        assert (len(content), hashlib.sha256(content).hexdigest()) == (dump.byte_size, dump.sha256)
        assert (tmp_path / dump.path).is_file() == (dump.byte_size < compression.LARGE or dump.byte_size < 1024)
        if compression.worth_compressing(dump):
            assert gzip.decompress(compression.compressed(tmp_path, dump.path, "gzip").read_bytes()) == content
            one_member = zlib.decompressobj(zlib.MAX_WBITS | 16)
            assert one_member.decompress(compression.compressed(tmp_path, dump.path, "gzip").read_bytes()) == content
            assert not one_member.unused_data


@pytest.mark.parametrize("at_once", [1, 7, 2**20])
def test_a_graph_written_in_pieces_and_read_in_blocks_is_that_written_at_once(
    at_once: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [f"{thing} {A} {value} <http://x/g> .\n".encode() for thing in (A, B, C) for value in ('"市场"@zh', '"b"')]
    lines += [f'<http://x/{number}> {A} "{number:0500}" <http://x/g> .\n'.encode() for number in range(600)]  # large
    lines.sort()
    monkeypatch.setattr(dumps, "_PIECE", at_once * 100)
    monkeypatch.setattr(compression, "_AT_ONCE", max(at_once, 1000))
    whole, pieces = tmp_path / "whole", tmp_path / "pieces"
    expected = dumps.write_graph(b"".join(lines), "dumps/g", whole, "http://x/g", IRIS)
    assert dumps.write_lines(iter(lines), "dumps/g", pieces, "http://x/g", IRIS) == expected
    assert all(compression.read(pieces, each.path) == compression.read(whole, each.path) for each in expected)
    assert list(compression.lines(pieces, "dumps/g.nq")) == lines
    joined = dumps.write_whole([expected[0]], pieces, IRIS)
    assert [each.sha256 for each in joined] == [each.sha256 for each in expected]


def test_sorted_files_are_merged_in_rounds_and_each_line_is_there_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merging, "AT_ONCE", 3)
    files = [tmp_path / f"{number}.nq" for number in range(11)]
    for number, file in enumerate(files):
        file.write_text("".join(sorted(f"{number * each % 17:02}\n" for each in range(number))))
    (scratch := tmp_path / "scratch").mkdir()
    expected = sorted({line for file in files for line in file.read_bytes().splitlines(keepends=True)})
    assert list(merging.merged(files, scratch)) == expected
    assert len(expected) == 17
