"""The prefixes that answers, pages and examples use: those of the JSON-LD context, so that there is one list."""

from __future__ import annotations

import functools
import re

from mapping.records.rdf import context
from ontology.iris import Iris

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_NAMESPACE = re.compile(r"[a-z]+://\S*[/#]")


@functools.cache
def prefixes(iris: Iris) -> dict[str, str]:
    """Return prefix to namespace, sorted by prefix."""
    found = {
        name: value
        for name, value in context(iris).items()
        if isinstance(value, str) and not name.startswith("@") and _NAMESPACE.fullmatch(value)
    }
    return dict(sorted({"rdf": RDF, **found}.items()))
