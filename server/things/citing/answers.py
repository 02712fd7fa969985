"""The page that cites a thing, and the same for reference managers."""

from __future__ import annotations

import datetime as dt

import msgspec
from flask import render_template

from server.things.citing.items import CslItem, item
from server.things.citing.styles import STYLES, bibtex, cited, ris
from server.things.pages.titles import title
from server.things.visit import Visit
from server.web.representations import BIBTEX, CSL_JSON, HTML, RIS, Offers, Representation
from server.words.addresses import mail

CITING: Offers = (HTML, BIBTEX, RIS, CSL_JSON)


def body(visit: Visit, representation: Representation, today: dt.date) -> str | bytes:
    """Return how a thing is cited, in a representation of :data:`CITING`."""
    made = item(visit, today)
    if representation is BIBTEX:
        return bibtex(made)
    if representation is RIS:
        return ris(made)
    if representation is CSL_JSON:
        return msgspec.json.format(msgspec.json.encode([made]), indent=1)
    return _page(visit, made)


def address(visit: Visit, suffix: str = "") -> str:
    """Return where a thing is cited."""
    path = visit.addresses.path(visit.thing) or ""
    if suffix:
        return visit.addresses.to("cite_file", path, suffix, lang=visit.language)
    return visit.addresses.to("cite", path)


def report(visit: Visit) -> str:
    """Return the address to report an error of a page to: a mail that names the page and the release, or a page."""
    subject = visit.words("cite.report_subject", title=title(visit))
    body = visit.words("cite.report_body", address=visit.thing, release=visit.release.id)
    return mail(visit.release.manifest.publication.contact, subject, body)


def _page(visit: Visit, made: CslItem) -> str:
    return render_template(
        "things/cite.html",
        visit=visit,
        title=made["title"],
        back=visit.here(),
        citations=[(style, cited(made, style)) for style in STYLES],
        files=[(each.label, address(visit, each.suffix)) for each in CITING if each is not HTML],
    )
