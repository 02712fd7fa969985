"""The routes of ``/compare``: a page to start from, and seven tables, each also as JSON, CSV and Turtle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from http import HTTPStatus

from flask import Blueprint, Response, render_template, request

from server.compare import view as views
from server.compare.choice import MAX_PLACES, ChosenComparison, choose
from server.compare.functions import functions
from server.compare.landscape import landscape
from server.compare.plan_queries import PlanQueries
from server.compare.printed import printed
from server.compare.requirements import compare_requirements, gaps
from server.compare.shared import shared
from server.compare.targets import compare_targets
from server.compare.texts import texts
from server.compare.themes import themes
from server.compare.view import Comparison, ComparisonContext
from server.release import answering
from server.release.embedding import PictureAddress, embedded, suffixed
from server.release.live import Served, live, served
from server.web import chrome
from server.web.answers import Kept
from server.web.links import Signpost, header_of
from server.web.numbers import page_number
from server.web.problems import Problem
from server.web.representations import COMPARISON, HTML, TURTLE, WORD, XLSX, Representation, negotiate
from server.words.addresses import Addresses
from server.words.labels import Text
from server.words.links import Link, Paging

compare = Blueprint("compare", __name__)

TABLES: Mapping[str, Callable[[ComparisonContext], Comparison]] = {
    "themes": themes,
    "requirements": compare_requirements,
    "requirement": texts,
    "functions": functions,
    "targets": compare_targets,
    "gaps": gaps,
    "shared": shared,
}
"""The tables by the name in their address."""
SHOWN = tuple(name for name in TABLES if name != "requirement")
"""The tables that the pages offer; a requirement is opened from another table."""
_CELLS = {"requirements": 200, "gaps": 200, "functions": 80, "targets": 80}
"""How many cells a page of a long table has."""


@compare.get("/compare")
def start() -> Response:
    """Answer with the page to start from: the choice, and the first table."""
    return _answer("themes", _negotiated(None), is_start=True)


@compare.get("/compare.<suffix>")
def start_as(suffix: str) -> Response:
    """Answer with the first table as data."""
    return _answer("themes", _negotiated(suffix))


@compare.get("/compare/<name>")
def table(name: str) -> Response:
    """Answer with a table, in the representation asked for."""
    table_name, _, suffix = name.partition(".")
    if table_name not in TABLES:
        raise Problem.worded(HTTPStatus.NOT_FOUND, "comparison", table=table_name, known=", ".join(TABLES))
    return _answer(table_name, _negotiated(suffix or None))


def _negotiated(suffix: str | None) -> Representation:
    if suffix is None:
        return negotiate(request.headers.get("Accept"), COMPARISON, request.args.get("format"))
    found = next((each for each in COMPARISON if each.suffix == suffix), None)
    if found is None:
        raise Problem.worded(
            HTTPStatus.NOT_FOUND, "form", given=suffix, known=", ".join(each.suffix for each in COMPARISON)
        )
    return found


def _answer(table_name: str, representation: Representation, *, is_start: bool = False) -> Response:
    now = served()
    arguments = request.args.to_dict(flat=False)
    tag = answering.tag_of(representation, "compare", table_name, str(is_start), repr(sorted(arguments.items())))

    def answer() -> Kept:
        context = _desk(now, arguments, representation)
        links = _links(table_name, context, representation)
        return Kept(body=_body(table_name, context, now, representation, is_start), headers=(("Link", links),))

    return answering.reply(representation, tag, answer)


def _desk(now: Served, arguments: Mapping[str, list[str]], representation: Representation) -> ComparisonContext:
    """Return where to compare; data speaks the language that the address names, or Chinese."""
    known = landscape(now)
    language = chrome.language() if representation is HTML else (chrome.wish() or "zh")
    choice = choose(known, arguments, chrome.wish())
    return ComparisonContext(
        known, choice, PlanQueries(now.store, now.iris), Addresses(now.iris, chrome.wish()), language
    )


def _body(
    table_name: str, context: ComparisonContext, now: Served, representation: Representation, is_start: bool
) -> bytes:
    made = views.with_samples(TABLES[table_name](context), context)
    if representation is TURTLE:
        return views.turtle(made, context.asker)
    if representation is XLSX:
        address = str(_heading(table_name, context, now)["permalink"])
        return views.spreadsheet(made, context.words(f"compare.{table_name}"), context.words, (address, now.id))
    if representation is WORD:
        address = str(_heading(table_name, context, now)["permalink"])
        return printed(made, table_name, context, (address, now.id, live().shelf.history.until(now.id).last[:10]))
    if representation is not HTML:
        asked = context.words if chrome.wish() else None
        return views.body(made, representation, _heading(table_name, context, now), asked)
    return _page(table_name, context, made, is_start).encode()


def _heading(table_name: str, context: ComparisonContext, now: Served) -> dict[str, object]:
    choice = context.choice
    return {
        "table": table_name,
        "release": now.id,
        "permalink": f"{now.iris.base}{choice.address(table_name, permanent=True).removeprefix('/')}",
        "national": choice.national.iri,
        "theme": choice.theme,
        "requirement": choice.requirement.iri if choice.requirement else None,
        "places": [place.iri for place in choice.with_text],
        "textNotHeld": [plan.iri for place in choice.without_text for plan in place.plans],
        "replaced": [plan.iri for plan in context.known.replaced(choice.national)],
        "requirementsQuotedOnlyIn": list(_sources(context)),
    }


def _links(table_name: str, context: ComparisonContext, representation: Representation) -> str:
    """Return the header ``Link``: the permalink and the other representations."""
    alternates = [
        Signpost(context.choice.address(table_name, each.suffix, permanent=True), "alternate", each.media_type)
        for each in COMPARISON
        if each is not representation
    ]
    return header_of([Signpost(context.choice.address(table_name, permanent=True), "canonical"), *alternates])


@compare.get("/embed/compare/<name>")
def embed(name: str) -> Response:
    """Answer with the picture of a table by itself."""
    table_name, representation = suffixed(name)
    if table_name not in TABLES:
        raise Problem.worded(HTTPStatus.NOT_FOUND, "comparison", table=table_name, known=", ".join(TABLES))
    now, arguments = served(), request.args.to_dict(flat=False)
    context = _desk(now, arguments, HTML)
    title = Text(context.words(f"compare.{table_name}"), context.language)
    source = Link(context.choice.address(table_name), title)

    def shown() -> dict[str, object]:
        made = TABLES[table_name](context)
        return {**made.shown, "columns": context.place_links()}

    return embedded(representation, f"compare/{table_name}.html", source, context.addresses.public, shown)


def _page(table_name: str, context: ComparisonContext, made: Comparison, is_start: bool) -> str:
    choice, known = context.choice, context.known
    in_language = replace(choice, wish=context.language)
    return render_template(
        f"compare/{made.template}.html",
        **{**made.shown, **_paged(table_name, made, choice)},
        embed=PictureAddress(
            choice.embed(table_name, context.language), choice.embed(f"{table_name}.svg", context.language)
        ),
        context=context,
        choice=choice,
        table_name=table_name,
        is_start=is_start,
        tables=[(name, choice.address(name)) for name in SHOWN],
        formats=[(each.label, in_language.address(table_name, each.suffix)) for each in COMPARISON if each is not HTML],
        permalink=choice.address(table_name, permanent=True),
        nationals=[(each, context.link(each.iri)) for each in known.nationals],
        national=context.link(choice.national.iri),
        all_places=[(place, context.link(place.iri)) for place in known.places(choice.national)],
        max_places=MAX_PLACES,
        columns=context.place_links(),
        without_text=[
            (place, context.link(place.iri), [context.link(plan.iri) for plan in place.plans])
            for place in choice.without_text
        ],
        sources=[context.link(plan) for plan in _sources(context)],
        quoted=sum(_sources(context).values()),
        constructed=[
            context.link(place.iri) for place in choice.with_text if _sources(context).keys() & set(place.compared)
        ],
        replaced=_replaced(context),
        amended=_amended(context),
        theme=context.link(choice.theme) if choice.theme else None,
        theme_id=choice.theme.rsplit("/", 1)[-1] if choice.theme else "",
        themes=_themes(context),
    )


def _paged(table_name: str, made: Comparison, choice: ChosenComparison) -> dict[str, object]:
    """Return the rows of a long table that the page shows, the fewer the more places there are, and the pages around it."""
    rows = made.shown.get("rows")
    if made.template not in _CELLS or not isinstance(rows, Sequence):
        return {}
    size = max(10, _CELLS[made.template] // max(len(choice.with_text), 1))
    last = max(1, -(-len(rows) // size))
    page, own = page_number(last), choice.address(table_name)
    before, after = (f"{own}&page={number}" if 0 < number <= last else None for number in (page - 1, page + 1))
    return {"rows": rows[(page - 1) * size : page * size], "paging": Paging(page, before, after)}


def _sources(context: ComparisonContext) -> Counter[str]:
    """Return the plans whose quotations alone requirements are known through, and of how many each is the source."""
    return Counter(each.quoted_in for each in context.choice.national.requirements if each.quoted_in)


def _themes(context: ComparisonContext) -> list[tuple[str, str, str, bool]]:
    """Return the themes to choose from: their id, notation and name, and whether each is a point's."""
    return [
        (
            each.theme.rsplit("/", 1)[-1],
            context.known.facts.string(each.theme, "skos:notation") or "",
            context.name(each.theme),
            each.kind == "Point",
        )
        for part in context.choice.national.parts
        for each in (part, *(point for point in context.choice.national.points if point.over == part.iri))
    ]


def _replaced(context: ComparisonContext) -> list[tuple[object, object]]:
    plans = context.known.replaced(context.choice.national)
    return [(context.link(plan.iri), context.link(plan.replaced_by)) for plan in plans if plan.replaced_by]


def _amended(context: ComparisonContext) -> list[tuple[object, list[object]]]:
    plans = context.known.amended(context.choice.national)
    return [(context.link(plan.iri), [context.link(each) for each in plan.changed_by]) for plan in plans]
