"""A thing as an item of CSL-JSON: who wrote it, what it is called, where it stands, in which release."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import Any

from mapping.release.index import schema as fields
from server.search_index.opened import Item, opened
from server.things.pages.plans import signatories
from server.things.pages.titles import plan_of, title
from server.things.visit import Visit

CslItem = dict[str, Any]
_OF_PLAN = {"target", "responsibility", "quotation", "passage", "parameter", "citation", "signature", "period"}
"""The kinds of things that belong to a plan, and are named by it in their IRIs."""
_YEAR = re.compile(r"[〔\[(（［]((?:19|20)\d\d)[〕\])）］]")


def item(visit: Visit, today: dt.date) -> CslItem:
    """Return the thing as a CSL item: what is of a plan or a national document has its authors and day, the rest those of
    the release.
    """
    publication = visit.release.manifest.publication
    site, publisher = publication.title[visit.language], publication.publisher[visit.language]
    found: CslItem = {
        "id": visit.thing, "type": "webpage", "title": title(visit), "container-title": site, "publisher": publisher,
        "version": visit.release.id, "URL": visit.thing, "accessed": _date(today.isoformat()),
        "note": visit.facts.thing(visit.thing, "prov:wasDerivedFrom") or "",
        "language": "zh-CN" if visit.language == "zh" else "en-US",
    }  # fmt: skip # entries side by side
    whole = plan_of(visit) or _whole(visit)
    authors = _of_whole(visit, whole) if whole else {}
    if authors.get("author"):
        found |= authors
    else:
        found |= {"author": [{"literal": publisher}], "issued": _released(visit)}
    return {name: value for name, value in found.items() if value}


def _whole(visit: Visit) -> Item:
    """Return what the index holds of the plan or national document that the visited thing belongs to, by its IRI."""
    iris = visit.addresses.iris
    kind, _, key = fields.reference(visit.thing, iris).partition("/")
    name = key.partition("/")[0]
    if kind == "national":
        return opened().item(f"{iris.vocabulary}national/{name}")
    return opened().item(f"{iris.base}id/plan/{name}") if kind in _OF_PLAN else {}


def _of_whole(visit: Visit, whole: Item) -> CslItem:
    is_part = visit.thing != whole["id"]
    of_whole = replace(visit, thing=whole["id"], beside=()) if is_part else visit
    named, number = whole.get("title", {}), whole.get("idLocal", "")
    day = of_whole.facts.string(whole["id"], "eli:date_document", "eli:date_publication") or ""
    year = _YEAR.search(number)
    found = {
        "author": [{"literal": each.text.value} for each in signatories(of_whole)],
        "issued": _date(day or (year[1] if year else "")),
        "number": number,
    }
    return found | ({"container-title": named.get(visit.language) or named.get("zh", "")} if is_part else {})


def _released(visit: Visit) -> CslItem:
    at = next((event.at for event in reversed(visit.history.events) if event.release == visit.release.id), "")
    return _date(at[:10])


def _date(day: str) -> CslItem:
    return {"date-parts": [[int(part) for part in day.split("-")]]} if day else {}
