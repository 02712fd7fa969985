"""Things that no graph describes, because they are the graphs: named graphs and releases, from manifest and journal."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from mapping.release.folder import Graph, Manifest
from mapping.release.history import History
from ontology.curies import Curies
from server.words.addresses import to

RELEASE = "id/release/"


def describe(thing: str, manifest: Manifest, history: History, curies: Curies) -> tuple[ox.Triple, ...]:
    """Return what manifest and journal say of a named graph or a release, with the names of those it points to.

    Nothing is said of any other thing.
    """
    own = _about(thing, manifest, history, curies)
    near = {triple.object.value for triple in own if isinstance(triple.object, ox.NamedNode)}
    naming = {_iri(curies.expand(each)) for each in ("rdf:type", "rdfs:label")}
    around = [triple for each in sorted(near) for triple in _about(each, manifest, history, curies)]
    plans = [triple for each in sorted(near) for triple in _plan(each, manifest, curies)]
    return (*own, *(triple for triple in around if triple.predicate in naming), *plans)


def _about(thing: str, manifest: Manifest, history: History, curies: Curies) -> tuple[ox.Triple, ...]:
    base = manifest.publication.base
    if thing.startswith(base + RELEASE):
        return tuple(_release(thing, thing.removeprefix(base + RELEASE), manifest, history, curies))
    is_graph = thing.startswith(f"{base}graph/")
    found = next((graph for graph in manifest.graphs if graph.iri == thing), None) if is_graph else None
    return tuple(_graph(found, manifest, curies)) if found else ()


def _plan(thing: str, manifest: Manifest, curies: Curies) -> Iterator[ox.Triple]:
    """Yield the name of a plan, as the manifest has it."""
    for plan in manifest.plans:
        if thing == f"{manifest.publication.base}id/plan/{plan.id}":
            say = _Sayer(thing, curies)
            yield say("rdf:type", _iri(curies.expand("policy:ImplementationPlan")))
            for tag, title in plan.title.items():
                yield say("dct:title", ox.Literal(title, language=tag))


def _release(thing: str, name: str, manifest: Manifest, history: History, curies: Curies) -> Iterator[ox.Triple]:
    published = history.of_release(name)
    if not published and name != manifest.id:
        return
    say = _Sayer(thing, curies)
    yield say("rdf:type", _iri(curies.expand("dcat:Dataset")))
    yield say("rdfs:label", ox.Literal(f"发布版本 {name}", language="zh"))
    yield say("rdfs:label", ox.Literal(f"release {name}", language="en"))
    yield say("dct:identifier", ox.Literal(name))
    for event in published:
        yield say("dct:issued", ox.Literal(event.at, datatype=_iri(curies.expand("xsd:dateTime"))))
    for plan in published[-1].plans if published else ():
        yield say("dct:references", _iri(f"{manifest.publication.base}id/plan/{plan}"))
    if name == manifest.id:
        yield say("dct:license", _iri(manifest.publication.license))
        for graph in manifest.graphs:
            yield say("dct:hasPart", _iri(graph.iri))


def _graph(graph: Graph, manifest: Manifest, curies: Curies) -> Iterator[ox.Triple]:
    say = _Sayer(graph.iri, curies)
    base = manifest.publication.base
    name = graph.iri.removeprefix(base + "graph/")
    yield say("rdf:type", _iri(curies.expand("sd:NamedGraph")))
    yield say("rdfs:label", ox.Literal(f"命名图 {name}", language="zh"))
    yield say("rdfs:label", ox.Literal(f"named graph {name}", language="en"))
    yield say("void:triples", ox.Literal(str(graph.triples), datatype=_iri(curies.expand("xsd:integer"))))
    yield say("dct:isPartOf", _iri(f"{base}{RELEASE}{manifest.id}"))
    if name.startswith("plan/"):
        yield say("foaf:primaryTopic", _iri(f"{base}id/{name}"))
    for dump in manifest.dumps:
        if dump.graph == graph.iri:
            yield say("void:dataDump", _iri(base.rstrip("/") + to("file", dump.path)))


class _Sayer:
    """Makes statements about one thing."""

    def __init__(self, thing: str, curies: Curies) -> None:
        self._thing = _iri(thing)
        self._curies = curies

    def __call__(self, short_name: str, value: ox.NamedNode | ox.Literal) -> ox.Triple:
        return ox.Triple(self._thing, _iri(self._curies.expand(short_name)), value)


def _iri(value: str) -> ox.NamedNode:
    return ox.NamedNode(value)
