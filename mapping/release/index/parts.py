"""The measures of one plan as the index holds them, made with the plan and kept with it, so that no build makes them again.

What a measure says stands in the graph of its plan alone; what is called and counted around it may stand anywhere, and is
looked up when the index is written. The files below :data:`FOLDER` are there while a release is made, and in no release.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import zstandard

from mapping.release.index.items import Item, SmallGraph, ThingReader
from ontology.iris import Iris
from shapes.clearing.data import Data

FOLDER = "items"
"""Where they stand, below the folder in which a plan or a release is made."""
_MEASURE = "measure"


def measures(graph: Data, iris: Iris) -> list[Item]:
    """Return the measures of a plan's graph, in the order of their IRIs."""
    reader = ThingReader(SmallGraph(graph), iris)
    return [reader.item(iri, _MEASURE) for iri in reader.things(_MEASURE)]


def write(staging: Path, plan: str, items: list[Item]) -> None:
    """Write the measures of a plan below ``staging``."""
    (file := _file(staging, plan)).parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(zstandard.compress(msgspec.json.encode(items), 3))


def read(staging: Path, plans: Sequence[str]) -> Iterator[list[Item]]:
    """Yield the measures of plans, plan by plan in the order of their IRIs, and those of a plan at a time."""
    for plan in sorted(plans, key=lambda each: f"{each}/"):
        yield msgspec.json.decode(zstandard.decompress(_file(staging, plan).read_bytes()))


def remove(staging: Path) -> None:
    """Remove them all: the index holds what they say."""
    shutil.rmtree(staging / FOLDER, ignore_errors=True)


def _file(staging: Path, plan: str) -> Path:
    return staging / FOLDER / f"{plan}.json.zst"
