"""What a page links to: things by their names, and the pages before and after it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from server.words.labels import Text

_NUMBER = re.compile(r"([0-9]{1,18})")


class Link(msgspec.Struct, frozen=True):
    """A thing that a page links to; ``more`` is an excerpt, ``outside`` says that it is not on this server."""

    href: str
    text: Text
    more: Text | None = None
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Paging:
    """Which page of a list is shown; addresses are nothing where there is no such page."""

    page: int
    before: str | None = None
    after: str | None = None


def in_order(links: Iterable[Link]) -> tuple[Link, ...]:
    """Return links by their names, numbers in these by size: 举措 2 before 举措 67."""
    return tuple(sorted(links, key=lambda link: _natural(link.text.value)))


def _natural(name: str) -> list[str | int]:
    """Return a name as text and number in turn, which compare with those of another name."""
    return [int(part) if place % 2 else part for place, part in enumerate(_NUMBER.split(name))]
