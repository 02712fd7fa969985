"""A thing in the words of schema.org, as search engines read it in a page."""

from __future__ import annotations

from typing import Any

from server.things.pages.titles import plan_of, summary, title
from server.things.visit import Visit

_TYPES = {
    "plan": "Legislation", "national": "Legislation", "measure": "Legislation", "requirement": "Legislation",
    "agency": "GovernmentOrganization", "jurisdiction": "AdministrativeArea", "theme": "DefinedTerm",
    "function": "DefinedTerm", "source": "DigitalDocument",
}  # fmt: skip # entries side by side
"""The class of schema.org for each kind; what has none is a :code:`Thing`."""


def schema_org(visit: Visit) -> dict[str, Any]:
    """Return the thing as JSON-LD; what it is part of is named, so that an engine needs no other page."""
    publication = visit.release.manifest.publication
    found: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": _TYPES.get(visit.kind, "Thing"),
        "@id": visit.thing,
        "url": visit.thing,
        "name": title(visit),
        "description": summary(visit),
    }
    if found["@type"] in {"Legislation", "DigitalDocument"}:
        found |= _of_document(visit) | {"inLanguage": "zh", "license": publication.license}
    return {name: value for name, value in found.items() if value}


def _of_document(visit: Visit) -> dict[str, Any]:
    plan = plan_of(visit)
    if not plan:
        return {"legislationIdentifier": visit.facts.string(visit.thing, "eli:id_local") or ""}
    named = {"legislationIdentifier": plan.get("idLocal", ""), "legislationDate": plan.get("dateDocument", "")}
    if visit.kind == "plan":
        return named
    whole = {"@type": "Legislation", "@id": plan["id"], "name": plan.get("title", {}).get("zh", ""), **named}
    return {"isPartOf": {name: value for name, value in whole.items() if value}}
