"""The routes of things: ``/id/…``, ``/graph/…``, ``/ns/…`` send on to ``/doc/…``, which negotiates (httpRange-14)."""

from __future__ import annotations

import datetime as dt
from http import HTTPStatus

import pyoxigraph as ox
from flask import Blueprint, Response, abort, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from mapping.records.rdf import CONTEXT_VERSION
from ontology.curies import Curies
from server.release import answering
from server.release.embedding import PictureAddress, embedded, suffixed
from server.release.live import Served, live, served
from server.search_index import headings, samples
from server.things import documents, existence, graphs
from server.things.citing import answers as citing
from server.things.citing.schema_org import schema_org
from server.things.json_ld import context_document
from server.things.pages import examples, measures, titles
from server.things.pages.counted import own_key
from server.things.pages.kinds import PAGES, of_kind
from server.things.pages.taking import comparison, taking
from server.things.reader import Reader
from server.things.signposts import Landmarks
from server.things.visit import Visit
from server.vocabulary import ontology as ontology_docs
from server.vocabulary.files import VocabularySource
from server.web import chrome, responses, social_card
from server.web.answers import Kept
from server.web.links import Signpost, header_of
from server.web.mount import outside
from server.web.numbers import page_number
from server.web.problems import Problem
from server.web.representations import HTML, JSON_LD, LINK_SET, PNG, THING, TURTLE, Offers, Representation, negotiate
from server.words.addresses import Addresses
from server.words.facts import Facts
from server.words.labels import Text
from server.words.language import Words
from server.words.links import Link
from server.words.prefixes import prefixes

things = Blueprint("things", __name__)

ONTOLOGY_OFFERS: Offers = (TURTLE, *(each for each in THING if each is not TURTLE))
"""The ontology answers Turtle to whoever does not say: it is mostly read by machines."""
_IMMUTABLE = "public, max-age=31536000, immutable"


class ThingRequest:
    """The current request's release, and what reads it."""

    def __init__(self) -> None:
        self.now: Served = served()
        self.curies = Curies(self.now.iris)
        self.addresses = Addresses(self.now.iris, chrome.wish())
        self.reader = Reader(self.now.store, self.now.iris, self.curies)
        self.shelf = live().shelf

    def thing(self, path: str) -> str:
        """Return the IRI behind a decoded path; raises :class:`Problem` where there can be none."""
        found = self.addresses.iri(path)
        if found is None:
            raise self.unknown(path)
        return found

    def unknown(self, path: str) -> Problem:
        """Return 404 with near names."""
        near = existence.near(self.reader, self.now.id, path, self.addresses, chrome.language())
        offered = [
            {"id": each.iri, "label": each.label.value, "href": outside(self.addresses.document(each.iri))}
            for each in near
        ]
        members = {"near": offered} if offered else None
        return Problem.worded(HTTPStatus.NOT_FOUND, "near" if offered else "thing", members, path=path)

    def described(self, thing: str) -> tuple[object, ...]:
        """Return what is known of a thing beside the store."""
        return graphs.describe(thing, self.now.manifest, self.shelf.history, self.curies)

    def find(self, path: str, thing: str, said: Facts | None = None) -> str | None:
        """Return what a thing was replaced by, nothing where it is here; raises :class:`Problem` where it is not.

        What is ``said`` of it already need not be read again.
        """
        if plan := existence.held_back(self.now.manifest, path):
            abort(redirect(self.addresses.to("plan_quality", plan), HTTPStatus.SEE_OTHER))
        known, replacement = existence.replacement(self.reader, thing, said)
        if known or self.described(thing):
            return replacement
        held = existence.last_held(self.shelf, self.now.id, thing, self.addresses)
        if held is None:
            raise self.unknown(path)
        release = self.addresses.document(self.addresses.iris.absolute(graphs.RELEASE + held.release))
        members = {"release": held.release, "published": held.at, "href": release}
        raise Problem.worded(HTTPStatus.GONE, "gone", members, thing=thing, release=held.release, at=held.at)


@things.get("/id/<path:name>", defaults={"segment": "id"})
@things.get("/graph/<path:name>", defaults={"segment": "graph"})
@things.get("/ns/<path:name>", defaults={"segment": "ns"})
def identify(segment: str, name: str) -> AnyResponse:
    """Send on from an identifier to its document."""
    scene = ThingRequest()
    path = f"{segment}/{name}"
    thing = _ontology(scene, scene.thing(path))
    replacement = scene.find(path, thing.partition("#")[0])
    if replacement:
        moved = scene.addresses.identifier(replacement) or replacement
        return redirect(moved, HTTPStatus.MOVED_PERMANENTLY)
    document = scene.addresses.document(thing)
    return responses.see(document or "/")


@things.get("/ns/context/<version>.jsonld")
def context(version: str) -> Response:
    """Answer with the JSON-LD context of a version; what stands at this address never changes."""
    if version != CONTEXT_VERSION:
        raise Problem.worded(HTTPStatus.NOT_FOUND, "context", version=version, known=CONTEXT_VERSION)
    tag = responses.entity_tag("context", version, served().iris.vocabulary, JSON_LD.media_type)
    response = answering.reply(JSON_LD, tag, lambda: context_document(served().iris))
    response.headers["Cache-Control"] = _IMMUTABLE
    return response


@things.get("/doc/<path:path>")
def document(path: str) -> AnyResponse:
    """Answer with the document of a thing, in the representation asked for."""
    scene = ThingRequest()
    name, wanted = _split(path)
    thing = _ontology(scene, scene.thing(name))
    if wanted is LINK_SET:
        return _linkset(scene, name, thing)
    is_ontology = thing == _ontology_iri(scene)
    representation = wanted or negotiate(
        request.headers.get("Accept"), ONTOLOGY_OFFERS if is_ontology else THING, request.args.get("format")
    )

    def answer() -> Kept:
        visit = _visit(scene, thing) if representation is HTML else None
        if replacement := scene.find(name, thing, visit.facts if visit else None):
            moved = scene.addresses.document(replacement, wanted.suffix if wanted else "")
            abort(redirect(moved or replacement, HTTPStatus.MOVED_PERMANENTLY))
        if visit:
            return _page(scene, visit, is_ontology)
        return _data(scene, thing, representation, is_ontology)

    return answering.reply(representation, _tag(scene, thing, representation), answer)


@things.get("/embed/<any(id, ns):segment>/<path:name>")
def embed(segment: str, name: str) -> Response:
    """Answer with the picture of a thing by itself."""
    scene = ThingRequest()
    path, representation = suffixed(f"{segment}/{name}")
    thing = scene.thing(path)
    scene.find(path, thing)
    visit = _visit(scene, thing)
    template, fill = of_kind(visit.kind)
    source = Link(visit.here(), Text(titles.title(visit), visit.language))
    shown = {"visit": visit, "name": visit.name}
    return embedded(
        representation, f"things/{template}.html", source, scene.addresses.public, lambda: shown | fill(visit)
    )


@things.get("/card/<path:path>.png")
def card(path: str) -> Response:
    """Answer with the picture that other sites show with a link to a thing's page, or to a page of another kind."""
    scene, words = ThingRequest(), Words(chrome.language())
    site = scene.now.manifest.publication.title.get(words.language) or words("site.title")
    if path not in (*chrome.CARDS, "home"):
        scene.find(path, scene.thing(path))

    def drawn() -> bytes:
        try:
            return social_card.card(site, *_on_card(scene, path, words))
        except LookupError as error:
            raise Problem.worded(HTTPStatus.NOT_FOUND, "card", None, why=str(error)) from error

    return answering.reply(PNG, answering.tag_of(PNG, "card", path, words.language), drawn)


def _on_card(scene: ThingRequest, path: str, words: Words) -> tuple[str, str, str]:
    """Return kind, title and text of a card."""
    if path == "home":
        return "", words("home.title"), words("home.lead")
    if path in chrome.CARDS:
        return "", chrome.room_title(path, words), words("home.lead")
    visit = _visit(scene, scene.thing(path))
    kind, said = words(f"kind.{visit.kind}"), visit.translated()
    if translated := titles.in_english(visit):
        return f"{kind} · {words('translation.mark')}", headings.joined(translated), said or ""
    counted = taking(visit)
    return (
        kind,
        titles.title(visit),
        titles.summary(visit) or (words("counted.measures", n=counted.total) if counted else ""),
    )


@things.get("/cite/<path:path>")
def cite(path: str) -> AnyResponse:
    """Answer with how a thing is cited today, for people and for reference managers."""
    scene, today = ThingRequest(), dt.datetime.now(tz=dt.UTC).date()
    name, wanted = _split(path, citing.CITING)
    thing = scene.thing(name)
    representation = wanted or negotiate(request.headers.get("Accept"), citing.CITING, request.args.get("format"))

    def answer() -> str | bytes:
        if scene.find(name, thing):
            raise Problem.worded(HTTPStatus.NOT_FOUND, "merged", thing=thing, name=name)
        return citing.body(_visit(scene, thing), representation, today)

    tag = answering.tag_of(representation, "cite", thing, chrome.language(), today.isoformat(), request.path)
    return answering.reply(representation, tag, answer)


def _split(path: str, offers: Offers = (*THING, LINK_SET)) -> tuple[str, Representation | None]:
    """Return the path without the suffix of a representation, and that representation."""
    for each in offers:
        if path.endswith(f".{each.suffix}"):
            return path.removesuffix(f".{each.suffix}"), each
    return path, None


def _ontology_iri(scene: ThingRequest) -> str:
    return f"{scene.now.iris.vocabulary}def"


def _words(scene: ThingRequest) -> VocabularySource:
    return VocabularySource(scene.now)


def _ontology(scene: ThingRequest, thing: str) -> str:
    """Return the ontology for its current version, and any other thing as it is."""
    ontology = _ontology_iri(scene)
    return ontology if thing == f"{ontology}/{ontology_docs.version(_words(scene))}" else thing


def _tag(scene: ThingRequest, thing: str, representation: Representation) -> str:
    arguments = repr(sorted(request.args.items()))
    # What is said of a release grows with the journal, even when an older release goes live again.
    is_release = thing.startswith(scene.now.iris.base + graphs.RELEASE)
    history = str(len(scene.shelf.history.events)) if is_release else ""
    return answering.tag_of(representation, history, thing, arguments, request.path)


def _with_links(body: bytes, signposts: list[Signpost], location: str) -> Kept:
    links = header_of(signposts)
    return Kept(body=body, headers=(("Link", links), ("Content-Location", location)))


def _linkset(scene: ThingRequest, name: str, thing: str) -> Response:
    def linkset() -> bytes:
        scene.find(name, thing)
        return _landmarks(scene, _visit(scene, thing)).linkset()

    return answering.reply(LINK_SET, _tag(scene, thing, LINK_SET), linkset)


def _landmarks(scene: ThingRequest, visit: Visit) -> Landmarks:
    return Landmarks(visit.thing, visit.kind, scene.addresses, scene.now)


def _visit(scene: ThingRequest, thing: str) -> Visit:
    return Visit(
        thing=thing,
        reader=scene.reader,
        addresses=scene.addresses,
        release=scene.now,
        history=scene.shelf.history,
        language=chrome.language(),
        wish=chrome.wish(),
        page=page_number(),
        arguments=dict(request.args),
        beside=tuple(graphs.describe(thing, scene.now.manifest, scene.shelf.history, scene.curies)),
    )


def _page(scene: ThingRequest, visit: Visit, is_ontology: bool) -> Kept:
    landmarks = _landmarks(scene, visit)
    body = _render(visit, is_ontology).encode()
    return _with_links(body, landmarks.of_page(), landmarks.at(HTML.suffix, lang=visit.language))


def _render(visit: Visit, is_ontology: bool) -> str:
    template, context = _shown(visit, is_ontology)
    return render_template(template, **context)


def _shown(visit: Visit, is_ontology: bool) -> tuple[str, dict[str, object]]:
    """Return the template of a thing's page and what fills it."""
    path = visit.addresses.path(visit.thing) or ""
    shared = {
        "visit": visit,
        "name": visit.name,
        "formats": _formats(visit),
        "told": tuple(PAGES),
        "query": examples.address(visit),
        "taking": taking(visit),
        "comparison": comparison(visit),
        "badges": samples.badges(visit.kind, own_key(visit), visit.words),
        "title": titles.title(visit),
        "heading": titles.heading(visit),
        "translated_heading": titles.in_english(visit),
        "summary": titles.summary(visit),
        "schema_org": schema_org(visit),
        "cite": citing.address(visit),
        "history": visit.addresses.history(visit.thing),
        "report": citing.report(visit),
        "thing_card": visit.addresses.to("card", path, lang=visit.language),
        "embed": PictureAddress(
            visit.addresses.to("embed", path, lang=visit.language),
            visit.addresses.to("picture", path, lang=visit.language),
        ),
    }
    if is_ontology:
        source = VocabularySource(visit.release)
        context = ontology_docs.page(source, visit.language, visit.wish, visit.arguments)
        return "things/ontology.html", shared | context
    relation = visit.arguments.get("links")
    if relation:
        _check_property(visit, relation)
        return "things/links.html", shared | {"linked": visit.linked_by(relation)}
    if visit.arguments.get("data"):
        return "things/data.html", shared | (measures.made(visit) if visit.kind == "measure" else {})
    template, fill = of_kind(visit.kind)
    return f"things/{template}.html", shared | fill(visit)


def _check_property(visit: Visit, short_name: str) -> None:
    try:
        ox.NamedNode(visit.facts.curies.expand(short_name))
    except ValueError as error:
        raise Problem.worded(HTTPStatus.BAD_REQUEST, "property", given=short_name) from error


def _formats(visit: Visit) -> list[tuple[Representation, str]]:
    return [(each, visit.addresses.document(visit.thing, each.suffix) or "") for each in THING if each is not HTML]


def _data(scene: ThingRequest, thing: str, representation: Representation, is_ontology: bool) -> Kept:
    page = page_number()
    if is_ontology:
        body, has_more = _ontology_data(scene, representation), False
    else:
        beside = graphs.describe(thing, scene.now.manifest, scene.shelf.history, scene.curies)
        read = documents.read(scene.reader, thing, page, beside)
        body, has_more = documents.write(read, representation, scene.reader, prefixes(scene.now.iris)), read.has_more
    landmarks = Landmarks(thing, "ontology" if is_ontology else "", scene.addresses, scene.now)
    signposts = landmarks.of_data(representation)
    signposts += [Signpost(landmarks.at(representation.suffix, page=page + 1), "next")] if has_more else []
    signposts += [Signpost(landmarks.at(representation.suffix, page=page - 1), "prev")] if page > 1 else []
    location = landmarks.at(representation.suffix, page=page if page > 1 else None)
    return _with_links(body, signposts, location)


def _ontology_data(scene: ThingRequest, representation: Representation) -> bytes:
    iris = scene.now.iris
    if representation is TURTLE:
        return ontology_docs.turtle(_words(scene))
    whole = documents.ThingDocument(_ontology_iri(scene), ontology_docs.triples(_words(scene)), 1, has_more=False)
    return documents.write(whole, representation, scene.reader, prefixes(iris))
