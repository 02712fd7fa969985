"""The queries of this package, one ``.rq`` file each, which begins with a comment that says what it answers.

They are written with the default bases and read with those of the installation. A query is named by its path below this
folder, without ``.rq``: ``measures`` or ``things/agency``.
"""

from __future__ import annotations

import functools
from importlib.resources import files

from ontology.iris import Iris


@functools.cache
def load(name: str, iris: Iris) -> str:
    """Return a query; raises :class:`LookupError`, which names those that there are."""
    path = files(__name__).joinpath(*f"{name}.rq".split("/"))
    if not path.is_file():
        raise LookupError(f"there is no query {name!r}; there are {', '.join(names())}")
    return iris.rebase(path.read_text("utf-8"))


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
