"""Where things and pages are on this server: the only place that builds addresses.

``/id/x``, ``/graph/x`` and ``/ns/x`` are what the IRIs under the two bases become; ``/doc/…`` is their document, and
``/doc/….ttl`` one representation of it. What is no thing has a name here (:data:`PAGES`, :data:`FILES`). Addresses are ASCII,
relative to the host: the site works wherever it is put. Those of pages carry on the language that was asked for.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable
from urllib.parse import quote, quote_plus, urlencode

import msgspec
import pyoxigraph as ox

from ontology.iris import PREFIX, Iris
from server.words.labels import Text
from server.words.language import Language
from server.words.links import Link

PAGES = {
    "home": "/", "help": "/help", "api": "/api", "search": "/search", "suggestions": "/search/suggestions",
    "plans": "/plans", "plan": "/doc/id/plan/{}", "measures": "/measures", "requirements": "/requirements", "themes": "/themes",
    "agencies": "/agencies", "functions": "/functions", "jurisdictions": "/jurisdictions",
    "compare": "/compare", "comparison": "/compare/{}", "text": "/documents/{}", "cite": "/cite/{}",
    "quality": "/quality", "plan_quality": "/quality/{}", "lacking": "/quality/{}/lacking", "badge": "/quality/{}/badge.svg",
    "sparql": "/sparql", "reconcile": "/reconcile", "ontology": "/doc/ns/def", "shapes": "/doc/ns/shape",
    "context": "/doc/ns/context", "catalog": "/catalog", "dataset": "/doc/id/dataset/{}", "series": "/doc/id/series/{}",
    "service": "/doc/id/service/{}", "releases": "/releases", "release": "/doc/id/release/{}", "kept_release": "/releases/{}/",
    "model": "/model",
    "network": "/network", "deadlines": "/deadlines", "map": "/map", "embed": "/embed/{}",
    "changes": "/releases/{}/changes", "changes_of_plan": "/releases/{}/changes/{}", "history": "/history/{}",
}  # fmt: skip # the address of a page on a line with its neighbours
"""The pages for people, by name: in the language that their address asks for, and else in that of the reader."""
FILES = {
    "feed": "/feed.atom", "openapi": "/openapi.json", "opensearch": "/opensearch.xml", "void": "/.well-known/void",
    "oai": "/oai", "stream": "/stream", "stream_page": "/stream/{}", "directory": "/directory.{}", "list_file": "/{}.{}",
    "all_of_list": "/{}/all.{}", "terms": "/sparql/terms.json", "catalog_file": "/catalog.{}",
    "dataset_file": "/doc/id/dataset/{}.{}", "comparison_file": "/compare/{}.{}", "cite_file": "/cite/{}.{}",
    "shapes_file": "/doc/ns/shape.{}", "context_file": "/ns/context/{}.jsonld", "manifest": "/releases/{}/manifest.json",
    "kept_file": "/releases/{}/{}", "picture": "/embed/{}.svg", "card": "/card/{}.png",
    "changes_file": "/releases/{}/changes.json", "changes_of_plan_file": "/releases/{}/changes/{}.json", "file": "/{}",
    "static": "/static/{}",
}  # fmt: skip # as above
"""What is for machines, by name: in a language only where it is asked for."""
_NAMED = ("id/", "graph/")
"""The first path segments of what is under B."""
NAMESPACE = "ns/"
"""The first path segment that stands for V."""
VERSIONED = ("id/measure/", "id/plan/")
"""Where things are whose states are told release by release."""
Asked = str | int | None
"""A value in the query of an address; nothing where it is not asked for."""
_USUAL = 256
"""The length in characters up to which an address is remembered; strangers may ask for any."""
_SAFE = "/:@!$&'()*+,;=~-._"
_FOR_PEOPLE = ("", "html")
_CLAUSE = re.compile(r"[^，,；;。\n\t]+[，,；;。]?")


class Addresses(msgspec.Struct, frozen=True):
    """The addresses of one installation; ``lang`` is the language that was asked for, which those of pages carry on."""

    iris: Iris
    lang: Language | None = None

    def iri(self, path: str) -> str | None:
        """Return the IRI behind a decoded path (``id/x``, ``graph/x``, ``ns/x``), or nothing where it could be none."""
        if path.startswith(NAMESPACE):
            found = self.iris.vocabulary + path.removeprefix(NAMESPACE)
        elif path.startswith(_NAMED):
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
        return reference if reference.startswith(_NAMED) else None

    def document(self, iri: str, suffix: str = "", **query: Asked) -> str | None:
        """Return the address of a thing's document, ``/doc/…``; ``suffix`` names a representation."""
        path = self.path(iri)
        if path is None:
            return None
        before, hash_sign, fragment = path.partition("#")
        extension = f".{suffix}" if suffix else ""
        asked = {**query, "lang": query.get("lang", self.lang)} if suffix in _FOR_PEOPLE else query
        return with_query(f"/doc/{_quoted(before)}{extension}", asked.items()) + hash_sign + _quoted(fragment)

    def history(self, iri: str, **query: Asked) -> str | None:
        """Return the address of what earlier releases said of a measure or a plan; nothing for other things."""
        path = self.path(iri) or ""
        return self.to("history", path, fragment="", **query) if path.startswith(VERSIONED) else None

    def identifier(self, iri: str) -> str | None:
        """Return the address that a thing's IRI becomes on this host, ``/id/…`` or ``/ns/…``."""
        path = self.path(iri)
        return None if path is None else "/" + quote(path, safe=_SAFE + "#")

    def public(self, address: str) -> str:
        """Return an address as the world knows it: below the base; one that is elsewhere stays as it is."""
        return self.iris.base.rstrip("/") + address if address.startswith("/") else address

    def link(self, iri: str, text: Text, more: Text | None = None) -> Link:
        """Return a link to a thing: to its document, or out of this server."""
        inside = self.document(iri)
        return Link(inside or iri, text, more, outside=inside is None)

    def to(self, name: str, *parts: str | int, fragment: str = "", **query: Asked) -> str:
        """Return the address of a page or file by its name, with what its places hold; see :func:`to`."""
        return carrying(self.lang)(name, *parts, fragment=fragment, **query)


def to(name: str, *parts: str | int, lang: Asked = None, fragment: str = "", **query: Asked) -> str:
    """Return the address of a page (:data:`PAGES`) or file (:data:`FILES`) by its name, with what its places hold."""
    path = (PAGES.get(name) or FILES[name]).format(*(_quoted(str(part)) for part in parts))
    return with_query(path, [*query.items(), ("lang", lang)]) + (f"#{_quoted(fragment)}" if fragment else "")


def carrying(asked: Language | None) -> Callable[..., str]:
    """Return :func:`to` for the templates of a request, which carries on the language that its address asked for."""

    def carried(name: str, *parts: str | int, fragment: str = "", **query: Asked) -> str:
        lang = query.pop("lang", asked if name in PAGES else None)
        return to(name, *parts, lang=lang, fragment=fragment, **query)

    return carried


def with_query(path: str, asked: Iterable[tuple[str, Asked]], safe: str = "") -> str:
    """Return a path with a query behind it, in order; what is not asked for is left out, what is ``safe`` stays as it is."""
    given = query_of(((name, str(value)) for name, value in asked if value is not None), safe)
    return f"{path}?{given}" if given else path


def query_of(asked: Iterable[tuple[str, str]], safe: str = "") -> str:
    """Return names and values as they stand in a query, in order (``application/x-www-form-urlencoded``)."""
    return "&".join(f"{_plus(name, safe)}={_plus(value, safe)}" for name, value in asked)


def mail(contact: str, subject: str, body: str) -> str:
    """Return a contact as an address to write to: a mail with its subject and text filled in, or the publisher's page."""
    if not contact.startswith("mailto:") or "?" in contact:
        return contact
    return f"{contact}?{urlencode({'subject': subject, 'body': body}, quote_via=quote)}"


def at_text(address: str, text: str) -> str:
    """Return an address of a page that leads to a text in it, which browsers find and mark (URL Fragment Text Directives).

    Of a text of many clauses the first two and the last stand for it: whole words, since browsers match no parts of words.
    """
    clauses = _CLAUSE.findall(text)
    ends = ["".join(clauses[:2]), clauses[-1]] if len(clauses) > 3 else [text]
    said = ",".join(quote(" ".join(each.split()), safe="").replace("-", "%2D") for each in ends)
    return f"{address}{'' if '#' in address else '#'}:~:text={said}"


def _quoted(path: str) -> str:
    """Return a path as it stands in an address; a page names the same things many times."""
    return _usual(path) if len(path) <= _USUAL else quote(path, safe=_SAFE)


@functools.lru_cache(maxsize=16_384)
def _usual(path: str) -> str:
    return quote(path, safe=_SAFE)


def _plus(value: str, safe: str) -> str:
    """Return a part of a query as it stands in an address; a page of a list names the same keys many times."""
    return _usual_plus(value, safe) if len(value) <= _USUAL else quote_plus(value, safe=safe)


@functools.lru_cache(maxsize=16_384)
def _usual_plus(value: str, safe: str) -> str:
    return quote_plus(value, safe=safe)
