"""What the columns of a table are: CSV on the Web (https://www.w3.org/TR/tabular-metadata/).

A description stands where readers look for one, behind ``-metadata.json`` (§5.2 of the model), and the table links to it.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

import msgspec
from flask import Blueprint, Response, request

from mapping.release.folder import Dump
from mapping.release.tables import measures
from server.catalogue.answering import reply
from server.catalogue.dcat.distributions import LISTS
from server.catalogue.dcat.edition import current
from server.catalogue.dcat.nodes import Texts
from server.catalogue.dcat.texts import texts
from server.release import answering
from server.web import responses
from server.web.links import Signpost
from server.web.representations import CSV, CSV_METADATA, XML
from server.words.addresses import to

tables = Blueprint("tables", __name__)

SUFFIX = "-metadata.json"
_KINDS = dict(zip(LISTS, ("plan", "measure", "requirement", "theme", "agency", "jurisdiction"), strict=True))
"""What each list lists: the name of its table in ``columns.toml``."""


@functools.cache
def columns(kind: str) -> Mapping[str, Mapping[str, Any]]:
    """Return the columns of a list in their order: titles in both languages, datatype, whether a cell holds several."""
    found: Mapping[str, Mapping[str, Any]] = tomllib.loads(
        (files("server.catalogue.harvest") / "columns.toml").read_text("utf-8")
    )
    return found[kind]


def metadata(
    described_columns: Mapping[str, Mapping[str, Any]], url: str, title: Texts, license_iri: str, key: str
) -> bytes:
    """Return the description of a table at a URL relative to it; ``key`` is the column that names what a row is about."""
    described = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": url,
        "dc:title": _values(title),
        "dc:license": {"@id": license_iri},
        "dialect": {"encoding": "utf-8", "header": True},
        "tableSchema": {
            "columns": [_column(name, column) for name, column in described_columns.items()],
            "primaryKey": key,
            "aboutUrl": f"{{+{key}}}",
        },
    }
    return msgspec.json.format(msgspec.json.encode(described), indent=1)


def description_of(dump: Dump) -> Signpost | None:
    """Return where it says what the columns or elements of a file of measures are; nothing for other files."""
    form = measures.form_of(dump)
    if form is None:
        return None
    if form == CSV.suffix:
        return Signpost(to("file", dump.path) + SUFFIX, "describedby", CSV_METADATA.media_type)
    return Signpost(to("file", measures.SCHEMA_PATH), "describedby", XML.media_type)


def _column(name: str, column: Mapping[str, Any]) -> dict[str, Any]:
    """Return a column. The header of the file is its name, so that is the first of its titles."""
    return {
        "name": name,
        "titles": {"en": [name, column["en"]], "zh": column["zh"]},
        **({"datatype": column["type"]} if "type" in column else {}),
        **({"separator": "|"} if "several" in column else {}),
    }


def _values(given: Texts) -> list[dict[str, str]]:
    """Return a text in both languages as JSON-LD writes it: common properties have no language maps (§5.8)."""
    return [{"@value": value, "@language": tag} for tag, value in given.items()]


def answer(body: bytes, cache_control: str) -> Response:
    """Return a description, or 304."""
    tag = responses.entity_tag(body.decode(), CSV_METADATA.media_type)
    response = answering.reply(CSV_METADATA, tag, lambda: body)
    response.headers["Cache-Control"] = cache_control
    return response


@tables.get(f"/<any({', '.join(map(repr, LISTS))}):name>.csv{SUFFIX}")
def of_list(name: str) -> Response:
    """Answer with what the columns of a list are."""
    edition = current()
    title, license_iri = texts(f"lists.{name}"), edition.manifest.publication.license
    return reply(
        edition, CSV_METADATA, lambda: metadata(columns(_KINDS[name]), f"{name}.csv", title, license_iri, "id")
    )


@tables.after_app_request
def point_to_columns(response: Response) -> Response:
    """Let a list as CSV say where its columns are described."""
    name = request.path.removeprefix("/").removesuffix(f".{CSV.suffix}")
    if name in _KINDS and response.mimetype == CSV.media_type:
        described = Signpost(
            to("list_file", name, CSV.suffix) + SUFFIX, "describedby", CSV_METADATA.media_type
        ).header()
        response.headers["Link"] = ", ".join(filter(None, (response.headers.get("Link"), described)))
    return response
