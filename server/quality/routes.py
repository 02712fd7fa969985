"""The routes of quality: the overview, a plan, what lacks something, and the badge."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, render_template, request

from server.quality import badge, data, pages, reports
from server.quality.request import QualityRequest
from server.release.answering import reply_to_address as reply
from server.web.numbers import page_number
from server.web.representations import CSV, HTML, JSON, SVG, TURTLE, Offers, Representation, negotiate

quality = Blueprint("quality", __name__)

OFFERS: Offers = (HTML, JSON, CSV, TURTLE)
_SUFFIX = "any('html', 'json', 'csv', 'ttl')"


@quality.get("/quality", defaults={"suffix": None})
@quality.get(f"/quality.<{_SUFFIX}:suffix>")
def overview(suffix: str | None) -> Response:
    """Answer with how good all plans of the release are."""
    scene, chosen = QualityRequest.current(), _chosen(suffix)
    number = page_number()
    found = scene.now.overview
    bodies: dict[Representation, Callable[[], bytes | str]] = {
        HTML: lambda: render_template("quality/overview.html", **_around(), **pages.overview(scene, number)),
        JSON: lambda: data.overview_json(scene, found),
        CSV: lambda: data.overview_csv(found),
        TURTLE: lambda: data.overview_turtle(scene),
    }
    return reply(chosen, bodies[chosen])


@quality.get("/quality/<plan>", defaults={"suffix": None})
@quality.get(f"/quality/<plan>.<{_SUFFIX}:suffix>")
def of_plan(plan: str, suffix: str | None) -> Response:
    """Answer with how good a plan is, published or held back."""
    scene, chosen = QualityRequest.current(), _chosen(suffix)
    assessed = reports.assessment(scene.now, plan)
    bodies: dict[Representation, Callable[[], bytes | str]] = {
        HTML: lambda: render_template("quality/plan.html", **_around(), **pages.plan(scene, assessed)),
        JSON: lambda: data.plan_json(scene, assessed),
        CSV: lambda: data.plan_csv(scene, assessed),
        TURTLE: lambda: data.plan_turtle(scene, assessed),
    }
    return reply(chosen, bodies[chosen])


@quality.get("/quality/<plan>/lacking")
def lacking(plan: str) -> Response:
    """Answer with the things of a plan that are not as a rule asks."""
    scene = QualityRequest.current()
    negotiate(request.headers.get("Accept"), (HTML,))
    assessed = reports.assessment(scene.now, plan)
    shown = pages.lacking(scene, assessed, request.args.get("rule", ""), page_number())
    return reply(HTML, lambda: render_template("quality/lacking.html", **_around(), **shown))


@quality.get("/quality/<plan>/badge.svg")
def badge_of(plan: str) -> Response:
    """Answer with the badge of a plan; any site may show it."""
    scene = QualityRequest.current()
    assessed = reports.assessment(scene.now, plan)
    reached = assessed.quality.profile if assessed.quality and not assessed.held_back else None
    response = reply(SVG, lambda: badge.svg(scene, reached))
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _chosen(suffix: str | None) -> Representation:
    return negotiate(request.headers.get("Accept"), OFFERS, suffix or request.args.get("format"))


def _around() -> dict[str, object]:
    """Return what every page of quality shows around it: the same as data."""
    here = request.path.removesuffix(".html")
    return {"twins": [(each.label, f"{here}.{each.suffix}", each.media_type) for each in OFFERS if each is not HTML]}
