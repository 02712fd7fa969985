"""The queries of this package, one ``.rq`` file each, which begins with a comment that says what it answers.

They are written with the default bases and read with those of the installation. A query is named by its path below this
folder, without ``.rq``: ``measures`` or ``things/agency``.

Values are bound by the engine. What SPARQL has no variable for is written into the text, and only here: a page
(:func:`on_page`), the rows of a ``VALUES`` line (:func:`about`), and what an example is shown with (:func:`shown_with`).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from importlib.resources import files

import pyoxigraph as ox

from ontology.iris import Iris

STAND_IN = "<https://w3id.org/policygraph/example>"
_PAGE = re.compile(r"LIMIT (\d+) OFFSET 0\b")


@functools.cache
def load(name: str, iris: Iris) -> str:
    """Return a query; raises :class:`LookupError`, which names those that there are."""
    path = files(__name__).joinpath(*f"{name}.rq".split("/"))
    if not path.is_file():
        raise LookupError(f"there is no query {name!r}; there are {', '.join(names())}")
    return iris.rebase(path.read_text("utf-8"))


def on_page(name: str, iris: Iris, page: int) -> str:
    """Return a query moved to a page, counted from 1: what its ``LIMIT … OFFSET 0`` says of the first."""
    return _PAGE.sub(lambda match: f"LIMIT {match[1]} OFFSET {int(match[1]) * (page - 1)}", load(name, iris))


def about(name: str, iris: Iris, variable: str, things: Iterable[str]) -> str:
    """Return a query about some things: they stand where its line ``VALUES ?variable { UNDEF }`` asks about all."""
    rows = " ".join(str(ox.NamedNode(thing)) for thing in things)
    return load(name, iris).replace(f"VALUES ?{variable} {{ UNDEF }}", f"VALUES ?{variable} {{ {rows} }}")


def shown_with(name: str, iris: Iris, thing: str) -> str:
    """Return a query as people see it, about a thing: it stands where the file has :data:`STAND_IN`."""
    return load(name, iris).replace(iris.rebase(STAND_IN), str(ox.NamedNode(thing)))


def resolve(query: str, iris: Iris) -> str:
    """Return the query of that name, or the text itself: a name has no space in it."""
    return query if any(character.isspace() for character in query) else load(query, iris)


@functools.cache
def names() -> tuple[str, ...]:
    """Return the names of all queries, sorted."""
    return tuple(sorted(_below("")))


def _below(folder: str) -> list[str]:
    found: list[str] = []
    for entry in files(__name__).joinpath(*folder.split("/")).iterdir():
        path = f"{folder}/{entry.name}".removeprefix("/")
        if entry.is_dir():
            found += _below(path)
        elif path.endswith(".rq"):
            found.append(path.removesuffix(".rq"))
    return found
