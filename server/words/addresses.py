"""Where things are on this server: an IRI to its address and back (the only place that builds addresses of things).

``/id/x``, ``/graph/x`` and ``/ns/x`` are what the IRIs under the two bases become; ``/doc/…`` is their document, and
``/doc/….ttl`` one representation of it. Addresses are ASCII, relative to the host: the site works wherever it is put.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from urllib.parse import quote, urlencode

import pyoxigraph as ox

from ontology.iris import PREFIX, Iris

ROOMS = ("id/", "graph/")
"""The first path segments of what is under B."""
NAMESPACE = "ns/"
"""The first path segment that stands for V."""
VERSIONED = ("id/measure/", "id/plan/")
"""Where things are whose states are told release by release."""
_USUAL = 256
"""The length in characters up to which an address is remembered; strangers may ask for any."""
_SAFE = "/:@!$&'()*+,;=~-._"


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of one installation."""

    iris: Iris

    def iri(self, path: str) -> str | None:
        """Return the IRI behind a decoded path (``id/x``, ``graph/x``, ``ns/x``), or nothing where it could be none."""
        if path.startswith(NAMESPACE):
            found = self.iris.vocabulary + path.removeprefix(NAMESPACE)
        elif path.startswith(ROOMS):
            found = self.iris.base + path
        else:
            return None
        try:
            return ox.NamedNode(found).value
        except ValueError:
            return None

    def path(self, iri: str) -> str | None:
        """Return the decoded path of an IRI that this server answers for; inverse of :meth:`iri`."""
        reference = self.iris.reference(iri)
        if reference.startswith(PREFIX):
            return NAMESPACE + reference.removeprefix(PREFIX)
        return reference if reference.startswith(ROOMS) else None

    def document(self, iri: str, suffix: str = "", **query: str | int | None) -> str | None:
        """Return the address of a thing's document, ``/doc/…``; ``suffix`` names a representation."""
        path = self.path(iri)
        if path is None:
            return None
        before, hash_sign, fragment = path.partition("#")
        extension = f".{suffix}" if suffix else ""
        return f"/doc/{_quoted(before)}{extension}{_query(query)}{hash_sign}{_quoted(fragment)}"

    def history(self, iri: str, **query: str | int | None) -> str | None:
        """Return the address of what earlier releases said of a measure or a plan; nothing for other things."""
        path = self.path(iri) or ""
        return f"/history/{_quoted(path)}{_query(query)}" if path.startswith(VERSIONED) else None

    def identifier(self, iri: str) -> str | None:
        """Return the address that a thing's IRI becomes on this host, ``/id/…`` or ``/ns/…``."""
        path = self.path(iri)
        return None if path is None else "/" + quote(path, safe=_SAFE + "#")


def _quoted(path: str) -> str:
    """Return a path as it stands in an address; a page names the same things many times."""
    return _usual(path) if len(path) <= _USUAL else quote(path, safe=_SAFE)


@functools.lru_cache(maxsize=16_384)
def _usual(path: str) -> str:
    return quote(path, safe=_SAFE)


def _query(values: dict[str, str | int | None]) -> str:
    given = {name: value for name, value in values.items() if value is not None}
    return f"?{urlencode(given)}" if given else ""


def search(**query: str | int | None) -> str:
    """Return the address of the search."""
    return f"/search{_query(query)}"


def sparql(query: str, language: str | None = None) -> str:
    """Return the address of the query page with a query in it, to be edited before it is run."""
    return f"/sparql{_query({'query': query, 'edit': 1, 'lang': language})}"


def measures(**query: str | int | None) -> str:
    """Return the address of the list of measures, filtered."""
    return f"/measures{_query(query)}"


def all_measures(suffix: str, **query: str | int | None) -> str:
    """Return the address of all measures that are left by a filter, as a table."""
    return f"/measures/all.{suffix}{_query(query)}"


def compared(table: str, **query: str | int | None) -> str:
    """Return the address of a comparison."""
    return f"/compare/{table}{_query(query)}"


def plans(**query: str | int | None) -> str:
    """Return the address of the list of plans, filtered."""
    return f"/plans{_query(query)}"


def quality(plan: str, language: str | None = None) -> str:
    """Return the address of the page that says how good a plan's data are, or why it was held back."""
    return f"/quality/{plan}{_query({'lang': language})}"


def text(plan: str, **query: str | int | None) -> str:
    """Return the address of a plan's document to read, at a piece (``page``) or open at a ``passage``."""
    return f"/documents/{plan}{_query(query)}{'#passage' if query.get('passage') else ''}"


def dump(path: str) -> str:
    """Return the address of a file of the release, ``dumps/…``."""
    return "/" + quote(path, safe=_SAFE)
