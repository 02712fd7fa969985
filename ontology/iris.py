"""The only minter of IRIs.

Two bases: the shared vocabulary **V** is the same in every installation, so that provinces link; the publisher's data
base **B** is where this installation's own things live. Functions of this module return *references*: a name under B is
relative (``id/measure/tianjin-2020-293/36``), a name under V carries the prefix ``pg:``
(``pg:national/ndrc-2020-293/requirement/07.1``). Records and the JSON-LD context use references as they are;
:class:`Iris` turns one into an absolute IRI.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

DEFAULT_VOCABULARY = "https://w3id.org/policygraph/"
DEFAULT_BASE = "http://localhost:8000/"
PREFIX = "pg:"
"""The prefix of a reference under the shared vocabulary base."""

_FORBIDDEN = re.compile(r'[\x00-\x20<>"{}|\\^`]')  # RFC 3987 §2.2: what no IRI may hold
_SLUG = re.compile(r"[^a-z0-9]+")


class IriError(ValueError):
    """A base that is no absolute http(s) IRI ending in ``/``."""


@dataclass(frozen=True, slots=True)
class Iris:
    """The two bases of one installation."""

    vocabulary: str = DEFAULT_VOCABULARY
    base: str = DEFAULT_BASE

    def __post_init__(self) -> None:
        """Refuse a base that could not stand in front of a name."""
        for setting, value in (("vocabulary", self.vocabulary), ("base", self.base)):
            _check_base(setting, value)

    def absolute(self, reference: str) -> str:
        """Return the absolute IRI of a reference made by this module; an absolute IRI is returned as it is."""
        if reference.startswith(PREFIX):
            return self.vocabulary + reference.removeprefix(PREFIX)
        if re.match(r"[a-z][a-z0-9+.-]*:", reference):
            return reference
        return self.base + reference

    def reference(self, iri: str) -> str:
        """Return the reference of an absolute IRI; a foreign IRI is returned as it is. Inverse of :meth:`absolute`."""
        if iri.startswith(self.base):
            return iri.removeprefix(self.base)
        if iri.startswith(self.vocabulary):
            return PREFIX + iri.removeprefix(self.vocabulary)
        return iri

    def rebase(self, text: str) -> str:
        """Return Turtle, SPARQL or JSON-LD that was written with the default bases, with the bases of this installation."""
        if self.vocabulary != DEFAULT_VOCABULARY:
            text = text.replace(DEFAULT_VOCABULARY, self.vocabulary)
        return text if self.base == DEFAULT_BASE else text.replace(DEFAULT_BASE, self.base)


def _check_base(setting: str, value: str) -> None:
    parts = urlsplit(value)
    fault = (
        "has a character that no IRI may hold"
        if _FORBIDDEN.search(value)
        else "is not an absolute http or https IRI"
        if parts.scheme not in {"http", "https"} or not parts.hostname
        else "has a query or a fragment"
        if parts.query or parts.fragment
        else "does not end in '/'"
        if not value.endswith("/")
        else None
    )
    if fault:
        raise IriError(f"{setting} = {value!r} {fault}; write it like {DEFAULT_BASE!r}")


# ---- under V: the shared vocabulary -------------------------------------------------------------------------------


def national(document: str) -> str:
    """Return the reference of a national document, e.g. ``ndrc-2020-293``."""
    return f"{PREFIX}national/{document}"


def part(document: str, number: int) -> str:
    """Return the reference of a part of a national document."""
    return f"{national(document)}/part/{number}"


def point(document: str, number: int) -> str:
    """Return the reference of a point of a national document, two digits."""
    return f"{national(document)}/point/{number:02d}"


def requirement(document: str, number: str) -> str:
    """Return the reference of a national requirement; ``number`` is ``07.1``."""
    return f"{national(document)}/requirement/{number}"


def theme(document: str, point_number: int) -> str:
    """Return the reference of the theme of a point."""
    return f"{PREFIX}theme/{document}/{point_number:02d}"


def jurisdiction(code: str) -> str:
    """Return the reference of a jurisdiction by its six-digit GB/T 2260 code; 100000 is China."""
    return f"{PREFIX}jurisdiction/{code}"


def function(slug: str) -> str:
    """Return the reference of an agency function."""
    return f"{PREFIX}function/{slug}"


def kind(slug: str) -> str:
    """Return the reference of a kind of agency."""
    return f"{PREFIX}kind/{slug}"


def role(slug: str) -> str:
    """Return the reference of a role: ``lead``, ``supporting``, ``responsible`` or ``joint``."""
    return f"{PREFIX}role/{slug}"


def access(slug: str) -> str:
    """Return the reference of what is published of a document: ``public``, ``masked``, ``withheld``, ``names-persons``."""
    return f"{PREFIX}access/{slug}"


def curated_agency(jurisdiction_code: str, slug: str) -> str:
    """Return the reference of an agency that the reference data describes."""
    return f"{PREFIX}agency/{jurisdiction_code}/{slug}"


# ---- under B: this publisher's data -------------------------------------------------------------------------------


@lru_cache(20_000)
def slug(name: str, *, salt: str = "") -> str:
    """Return ``<pinyin>-<8 hex>`` of a Chinese name; the hex is of SHA-256 of salt and name, so that homophones differ."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - its dictionary takes 0.2 s to load, and most runs mint no slug

    pinyin = _SLUG.sub("-", "-".join(lazy_pinyin(name)).lower()).strip("-")[:80].strip("-")
    digest = hashlib.sha256(f"{salt}{name}".encode()).hexdigest()[:8]
    return f"{pinyin}-{digest}" if pinyin else digest


def uncurated_agency(jurisdiction_code: str, name: str) -> str:
    """Return the reference of an agency nobody has curated, from its jurisdiction and its name as printed."""
    return f"id/agency/{jurisdiction_code}/{slug(name, salt=jurisdiction_code)}"


def group(jurisdiction_code: str, name: str) -> str:
    """Return the reference of a collective body such as 各区人民政府 in a jurisdiction."""
    return f"id/group/{jurisdiction_code}/{slug(name, salt=jurisdiction_code)}"


def cited(title: str) -> str:
    """Return the reference of a document that a plan names, from its title without 《》."""
    return f"id/cited/{slug(title)}"


def plan(plan_id: str) -> str:
    """Return the reference of an implementation plan."""
    return f"id/plan/{plan_id}"


def of_plan(kind_of_thing: str, plan_id: str, *path: str | int) -> str:
    """Return the reference of a thing inside a plan: ``of_plan("measure", "tianjin-2020-293", 36)``.

    ``kind_of_thing`` is one of measure, quotation, responsibility, signature, target, parameter, citation, period, passage,
    mapping, document, settings, extraction, translation, report, dataset, distribution, measurement, cube.
    """
    return "/".join([f"id/{kind_of_thing}/{plan_id}", *map(str, path)])


def publisher(kind_of_thing: str, *path: str | int) -> str:
    """Return the reference of a thing of the publisher: ``publisher("service", "sparql")``."""
    return "/".join([f"id/{kind_of_thing}", *map(str, path)])


def plan_graph(plan_id: str) -> str:
    """Return the reference of a plan's named graph."""
    return f"graph/plan/{plan_id}"


REFERENCE_GRAPH = "graph/reference"
ONTOLOGY_GRAPH = "graph/ontology"
QUALITY_GRAPH = "graph/quality"
