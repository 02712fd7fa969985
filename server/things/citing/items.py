"""A thing as an item of CSL-JSON: who wrote it, what it is called, where it stands, in which release."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from server.things.pages.plans import signatories
from server.things.pages.titles import plan_of, title
from server.things.visit import Visit

CslItem = dict[str, Any]


def item(visit: Visit, today: dt.date) -> CslItem:
    """Return the thing as a CSL item: what is of a plan has the plan's authors and day, the rest those of the release."""
    publication = visit.release.manifest.publication
    site, publisher = publication.title[visit.language], publication.publisher[visit.language]
    found: CslItem = {
        "id": visit.thing, "type": "webpage", "title": title(visit), "container-title": site, "publisher": publisher,
        "version": visit.release.id, "URL": visit.thing, "accessed": _date(today.isoformat()),
        "note": visit.facts.thing(visit.thing, "prov:wasDerivedFrom") or "",
        "language": "zh-CN" if visit.language == "zh" else "en-US",
    }  # fmt: skip # entries side by side
    plan = plan_of(visit)
    found |= _of_plan(visit, plan) if plan else {"author": [{"literal": publisher}], "issued": _released(visit)}
    return {name: value for name, value in found.items() if value}


def _of_plan(visit: Visit, plan: dict[str, Any]) -> CslItem:
    of_plan = visit if visit.kind == "plan" else replace(visit, thing=plan["id"], beside=())
    authors = [{"literal": each.text.value} for each in signatories(of_plan)]
    named = plan.get("title", {})
    return {
        "author": authors,
        "issued": _date(plan.get("dateDocument", "")),
        "number": plan.get("idLocal", ""),
        "container-title": (named.get(visit.language) or named.get("zh", "")) if visit.kind != "plan" else "",
    }


def _released(visit: Visit) -> CslItem:
    at = next((event.at for event in reversed(visit.history.events) if event.release == visit.release.id), "")
    return _date(at[:10])


def _date(day: str) -> CslItem:
    return {"date-parts": [[int(part) for part in day.split("-")]]} if day else {}
