"""Short names of IRIs: ``policy:theme`` stands for the same term under every vocabulary base."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field

from ontology.iris import Iris
from ontology.terms import prefixes


def expanded(curie: str, known: Mapping[str, str]) -> str | None:
    """Return the IRI of a short name by prefix to namespace; nothing where it has none of these prefixes."""
    prefix, colon, local = curie.partition(":")
    return known[prefix] + local if colon and prefix in known else None


@dataclass(frozen=True, slots=True)
class Curies:
    """Short names with the prefixes of an installation."""

    iris: Iris
    _by_namespace: dict[str, str] = field(init=False, repr=False, compare=False)
    _by_prefix: dict[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Look the prefixes up once."""
        found = prefixes(self.iris)
        object.__setattr__(self, "_by_prefix", found)
        object.__setattr__(self, "_by_namespace", {namespace: prefix for prefix, namespace in found.items()})

    def compact(self, iri: str) -> str:
        """Return ``prefix:local``, or the IRI itself where no prefix fits; only a term's last segment is its local name."""
        cut = max(iri.rfind("#"), iri.rfind("/")) + 1
        prefix = self._by_namespace.get(iri[:cut])
        return f"{prefix}:{iri[cut:]}" if prefix else iri

    def expand(self, curie: str) -> str:
        """Return the IRI of a short name; an unknown prefix leaves it as it is. Inverse of :meth:`compact`."""
        return expanded(curie, self._by_prefix) or curie


@functools.cache
def curies(iris: Iris) -> Curies:
    """Return the short names of an installation, made once: a page names hundreds of things."""
    return Curies(iris)
