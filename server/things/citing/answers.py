"""The page that cites a thing, and the same for reference managers."""

from __future__ import annotations

import datetime as dt
from urllib.parse import quote, urlencode

import msgspec
from flask import render_template

from server.things.citing.items import CslItem, item
from server.things.citing.styles import STYLES, bibtex, cited, ris
from server.things.pages.titles import title
from server.things.visit import Visit
from server.web.representations import HTML, Representation, Room, Writer

BIBTEX = Representation("application/x-bibtex", "bib", "BibTeX", Writer.DATA, charset=True)
RIS = Representation("application/x-research-info-systems", "ris", "RIS", Writer.DATA, charset=True)
CSL_JSON = Representation("application/vnd.citationstyles.csl+json", "json", "CSL-JSON", Writer.DATA)
CITING: Room = (HTML, BIBTEX, RIS, CSL_JSON)


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
    path = (visit.addresses.document(visit.thing) or "").removeprefix("/doc/")
    query = {"lang": visit.language} if suffix else {"lang": visit.wish} if visit.wish else {}
    return f"/cite/{path}{'.' if suffix else ''}{suffix}{'?' if query else ''}{urlencode(query)}"


def report(visit: Visit) -> str:
    """Return the address to report an error of a page to: a mail that names the page and the release, or a page."""
    contact = visit.release.manifest.publication.contact
    if not contact.startswith("mailto:") or "?" in contact:
        return contact
    subject = visit.words("cite.report_subject", title=title(visit))
    told = visit.words("cite.report_body", address=visit.thing, release=visit.release.id)
    return f"{contact}?{urlencode({'subject': subject, 'body': told}, quote_via=quote)}"


def _page(visit: Visit, made: CslItem) -> str:
    return render_template(
        "things/cite.html",
        visit=visit,
        title=made["title"],
        back=visit.here(),
        citations=[(style, cited(made, style)) for style in STYLES],
        files=[(each.label, address(visit, each.suffix)) for each in CITING if each is not HTML],
    )
