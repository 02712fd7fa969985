"""The API as OpenAPI 3.1: paths from the lists and searches that there are, schemas from the structs that are encoded."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

import msgspec

from mapping.release.folder import Manifest
from server.lists.definitions import LISTS, Listing, Page
from server.search.definitions import OFFER, PATH, SUGGEST_OFFER, SUGGEST_PATH, WHOLE, WHOLE_OFFER, WHOLE_PATH, Results
from server.search_index.items import KINDS
from server.search_index.opened import SearchIndex
from server.search_index.parameters import FIXED, Offer
from server.search_index.selection import Selection
from server.web.representations import (
    CSV,
    JSON,
    JSON_LD,
    LIST,
    PROBLEM,
    SUGGESTIONS,
    TEXT,
    TURTLE,
    WORD,
    XLSX,
    Representation,
)
from server.words.language import Language, Words

VERSION = "1.0.0"
"""The version of the API: the first number grows when something that worked no longer does."""
_REF = "#/components/schemas/{name}"

Description = dict[str, Any]


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the server is ready, the release that it serves, and what the store behind it is."""

    status: str
    release: str
    store: str


class ProblemDetails(msgspec.Struct, frozen=True, kw_only=True):
    """What went wrong (RFC 9457), and what to do; often with further members."""

    title: str
    status: int
    detail: str


class Api:
    """Describes the API of a release in one language."""

    def __init__(self, manifest: Manifest, index: SearchIndex, language: Language) -> None:
        self._manifest = manifest
        self._index = index
        self._words = Words(language)

    def document(self) -> Description:
        """Return the whole description."""
        publication = self._manifest.publication
        return {
            "openapi": "3.1.0",
            "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
            "info": {
                "title": publication.title.get(self._words.language, "PolicyGraph"),
                "description": "\n\n".join(self._words(f"api.{key}") for key in ("lead", "jsonld", "csv", "errors")),
                "version": VERSION,
                "license": {"name": publication.license, "url": publication.license},
            },
            "servers": [{"url": "/"}],
            "tags": [{"name": name} for name in ("lists", "search", "things", "server")],
            "paths": self._paths(),
            "components": {"schemas": schemas()},
        }

    def _paths(self) -> Description:
        paths: Description = {}
        for listing in LISTS:
            paths |= self._of_list(listing)
        paths[f"{PATH}.{JSON.suffix}"] = self._operation(
            "search",
            "search",
            self._words("api.search"),
            OFFER,
            {JSON.media_type: _ref(Results.__name__)},
            (400, 404, 414),
        )
        for each in WHOLE:
            summary = f"{self._words('api.all_of', what=self._words('api.search'))} ({each.label})"
            answers = {each.media_type: _file(each)}
            paths[f"{WHOLE_PATH}.{each.suffix}"] = self._operation(
                f"search_all_{each.suffix}", "search", summary, WHOLE_OFFER, answers, (400, 414)
            )
        paths[SUGGEST_PATH] = self._operation(
            "suggest",
            "search",
            self._words("api.suggest"),
            SUGGEST_OFFER,
            {SUGGESTIONS.media_type: _SUGGESTIONS_SCHEMA},
            (400, 414),
        )
        paths["/doc/{path}.jsonld"] = self._thing()
        health = self._answer({JSON.media_type: _ref(Health.__name__)}, (503,))
        paths["/healthz"] = {
            "get": {
                "operationId": "health",
                "tags": ["server"],
                "summary": self._words("api.health"),
                "responses": health,
            }
        }
        return paths

    def _of_list(self, listing: Listing) -> Description:
        described = {}
        content: dict[Representation, Description] = {
            JSON: _ref(_page_name(listing)),
            CSV: {"type": "string"},
            TURTLE: {"type": "string"},
        }
        title = self._words("api.list_of", what=self._words(f"list.{listing.name}"))
        for each in LIST:
            if each in content:
                name = f"{listing.name}_{each.suffix}"
                answers = {each.media_type: content[each]}
                described[f"{listing.path}.{each.suffix}"] = self._operation(
                    name,
                    "lists",
                    f"{title} ({each.label})",
                    listing.offer,
                    answers,
                    (400, 404, 414),
                    without=("format",),
                )
        for each in listing.tables:
            described[f"{listing.whole_path}.{each.suffix}"] = self._operation(
                f"{listing.name}_all_{each.suffix}",
                "lists",
                f"{self._words('api.all_of', what=title)} ({each.label})",
                listing.whole,
                {each.media_type: _file(each)},
                (400, 414),
            )
        return described

    def _operation(
        self,
        name: str,
        tag: str,
        summary: str,
        offer: Offer,
        content: dict[str, Description],
        problems: Iterable[int],
        without: tuple[str, ...] = ("format",),
    ) -> Description:
        given = [self._parameter(each) for each in offer.parameters() if each["name"] not in without]
        answers = self._answer(content, problems)
        return {
            "get": {"operationId": name, "tags": [tag], "summary": summary, "parameters": given, "responses": answers}
        }

    def _parameter(self, parameter: Description) -> Description:
        name = parameter["name"]
        described = {**parameter, "description": self._words(f"parameter.{name}")}
        example = self._example(name)
        if example is not None:
            described["example"] = [example] if parameter["schema"]["type"] == "array" else example
        return described

    def _example(self, name: str) -> str | None:
        """Return a value that this release knows, for parameters that have no list of values."""
        if name == "q":
            return "养老"
        if name in FIXED or name not in {each for listing in LISTS for each in listing.offer.facets}:
            return None
        counted = self._index.counts(Selection(kinds=("measure",)), [name])[name]
        return counted[0][0] if counted else None

    def _thing(self) -> Description:
        path = {
            "name": "path",
            "in": "path",
            "required": True,
            "schema": {"type": "string", "minLength": 1},
            "example": f"id/plan/{self._manifest.plans[0].id}" if self._manifest.plans else "ns/def",
        }
        answers = self._answer({JSON_LD.media_type: {"type": "object"}}, (400, 404, 410, 414))
        answers["301"] = {"description": "Moved: the thing was merged into another."}
        return {
            "get": {
                "operationId": "thing",
                "tags": ["things"],
                "summary": self._words("api.thing"),
                "parameters": [path],
                "responses": answers,
            }
        }

    def _answer(self, content: dict[str, Description], problems: Iterable[int]) -> Description:
        answer: Description = {
            "200": {
                "description": self._words("api.answers"),
                "content": {media_type: {"schema": schema} for media_type, schema in content.items()},
            }
        }
        explained = {
            PROBLEM.media_type: {"schema": _ref(ProblemDetails.__name__)},
            TEXT.media_type: {"schema": {"type": "string"}},
        }
        for status in problems:
            answer[str(status)] = {"description": self._words("api.errors"), "content": explained}
        return answer


_STRINGS: Description = {"type": "array", "items": {"type": "string"}}
_SUGGESTIONS_SCHEMA: Description = {
    "type": "array",
    "items": {"anyOf": [{"type": "string"}, _STRINGS]},
    "minItems": 4,
    "maxItems": 4,
}
"""What was looked for, then the names, kinds and addresses of what was found."""


def schemas() -> Description:
    """Return the schemas of all answers: those of the structs, and a page of each list."""
    _, components = msgspec.json.schema_components(
        (Page, Results, Health, ProblemDetails, *KINDS.values()), ref_template=_REF
    )
    page = components.pop(Page.__name__)
    for listing in LISTS:
        own = copy.deepcopy(page)
        own["title"] = _page_name(listing)
        own["properties"]["items"]["items"] = _ref(listing.item.__name__)
        components[_page_name(listing)] = own
    return dict(sorted(components.items()))


def _file(representation: Representation) -> Description:
    """Return the schema of a file, which is text or bytes."""
    return {"type": "string", **({"format": "binary"} if representation in {XLSX, WORD} else {})}


def _page_name(listing: Listing) -> str:
    return f"{listing.item.__name__}Page"


def _ref(name: str) -> Description:
    return {"$ref": _REF.format(name=name)}
