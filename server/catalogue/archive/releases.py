"""The releases: a list, and for each that is kept its page and its manifest."""

from __future__ import annotations

import msgspec
from flask import Blueprint, Response
from werkzeug.wrappers import Response as AnyResponse

from mapping.release.journal import PublicationEvent
from server.catalogue.answering import RELEASE, chosen, reply
from server.catalogue.dcat.edition import Edition, current
from server.catalogue.page.pages import shown
from server.release.shelf import on_shelf, shelf
from server.web.representations import HTML, JSON
from server.words.addresses import to

releases = Blueprint("releases", __name__)


@releases.get("/releases", defaults={"suffix": None})
@releases.get("/releases.<suffix>")
def index(suffix: str | None) -> Response:
    """Answer with the list of releases, the newest first."""
    edition = current()
    representation = chosen(RELEASE, suffix)
    entries = _entries(edition)
    if representation is HTML:
        return reply(edition, HTML, lambda: shown("releases", edition, releases=entries))
    return reply(edition, JSON, lambda: msgspec.json.format(msgspec.json.encode({"releases": entries}), indent=1))


def _entries(edition: Edition) -> list[dict[str, object]]:
    kept = set(shelf().kept())
    return [_entry(event, edition, kept=event.release in kept) for event in edition.history.releases()]


def _entry(event: PublicationEvent, edition: Edition, *, kept: bool) -> dict[str, object]:
    changes = [change.change for change in event.changes]
    return {
        "release": event.release,
        "at": event.at,
        "live": event.release == edition.manifest.id,
        "kept": kept,
        "href": edition.address(f"releases/{event.release}/") if kept else None,
        "plans": len(event.plans),
        "created": changes.count("create"),
        "updated": changes.count("update"),
        "deleted": changes.count("delete"),
    }


@releases.get("/releases/<release>/", defaults={"file": ""})
@releases.get("/releases/<release>/<any('manifest.json'):file>")
def one(release: str, file: str) -> AnyResponse:
    """Answer with a release: its page, or its manifest as JSON."""
    edition = current()
    shelved = on_shelf(release)
    representation = JSON if file else chosen(RELEASE)
    if representation is JSON:
        body = msgspec.json.format(msgspec.json.encode(shelved.manifest), indent=1)
        return reply(edition, JSON, lambda: body, immutable=bool(file))
    manifest = shelved.manifest
    published = [event.at for event in edition.history.of_release(release)]
    files = [(to("kept_file", release, dump.path), dump) for dump in manifest.dumps]
    return reply(edition, HTML, lambda: shown("release", edition, manifest=manifest, published=published, files=files))
