"""Where the things of a report stand in their documents, so that a person finds them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping

import msgspec
import pyoxigraph as ox

from ontology.iris import Iris
from shapes import library
from shapes.report import Result, name_of


class SourcePlace(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A file and as much of page, block and row as is known; numbers count from 1."""

    file: str = ""
    page: int | None = None
    block: int | None = None
    row: int | None = None

    def __str__(self) -> str:
        numbers = (("page", self.page), ("block", self.block), ("row", self.row))
        return ", ".join(
            [*([self.file] if self.file else []), *(f"{word} {n}" for word, n in numbers if n is not None)]
        )


def places(data: ox.Store, *, iris: Iris, of: Container[str] | None = None) -> Mapping[str, SourcePlace]:
    """Return the place of each thing that has a passage, by its IRI; the first by name where there are several.

    With ``of``, of these things alone.
    """
    found: dict[str, SourcePlace] = {}
    for row in library.rows(data, library.text_of("queries/places.rq", iris)):
        thing = name_of(row["thing"])
        if of is not None and thing not in of:
            continue
        place = _place({name: row[name].value for name in ("file", "page", "block", "row") if row[name] is not None})
        found[thing] = min(found.get(thing, place), place, key=str)
    return found


def _place(said: Mapping[str, str]) -> SourcePlace:
    page, block, row = (_number(said.get(name)) for name in ("page", "block", "row"))
    return SourcePlace(file=said.get("file", ""), page=page, block=block, row=row)


def place_of(result: Result, known: Mapping[str, SourcePlace]) -> SourcePlace | None:
    """Return where the value of a result stands, or else its focus node."""
    things: Iterable[str] = (result.value.strip("<>"), result.focus)
    return next((known[thing] for thing in things if thing in known), None)


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and text.isdecimal() else None
