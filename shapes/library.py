"""The shapes, read once a process: one graph for validation, and quads without blank nodes for publication."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

import pyoxigraph as ox
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import SH

from ontology.iris import Iris
from ontology.skolem import skolemise

NAMESPACE = "pg:shape/"
"""The reference under which every shape, constraint and profile has its IRI."""


def turtle_files() -> tuple[str, ...]:
    """Return the names of the Turtle files that hold the shapes, in order."""
    return tuple(sorted(entry.name for entry in files("shapes").iterdir() if entry.name.endswith(".ttl")))


def text_of(name: str, iris: Iris) -> str:
    """Return a Turtle or query file of this package with the bases of this installation."""
    return iris.rebase(files("shapes").joinpath(name).read_text("utf-8"))


@cache
def load(iris: Iris) -> Graph:
    """Return all shapes and profiles as one graph; it is shared, so do not change it."""
    graph = Graph()
    for name in turtle_files():
        graph.parse(data=text_of(name, iris), format="turtle")
    return graph


def triples(iris: Iris) -> Iterator[ox.Triple]:
    """Yield all shapes as triples, as the Turtle files have them; blank nodes have names of their own in every file."""
    for file in turtle_files():
        for quad in ox.parse(text_of(file, iris), format=ox.RdfFormat.TURTLE, rename_blank_nodes=True):
            yield quad.triple


def published(iris: Iris, graph: str) -> list[ox.Quad]:
    """Return all shapes as quads of the named graph ``graph`` (an absolute IRI), with no blank node among them.

    Lists and paths get IRIs from the hash of the shapes (RDFC-1.0). SHACL wants blank nodes in paths, so processors
    should read the Turtle files; these quads are for asking about the shapes.
    """
    name = ox.NamedNode(graph)
    stated = [ox.Quad(triple.subject, triple.predicate, triple.object, name) for triple in triples(iris)]
    return skolemise(stated, iris.absolute(f"{NAMESPACE}node/"))


def messages(shapes: Graph, source: URIRef) -> dict[str, str]:
    """Return the messages of a shape or constraint by language tag, sorted by tag."""
    found = (text for text in shapes.objects(source, SH.message) if isinstance(text, Literal))
    return dict(sorted((text.language or "", str(text)) for text in found))


def rows(
    data: ox.Store, query: str, *, graphs: Iterable[ox.NamedNode | ox.DefaultGraph] | None = None
) -> Iterator[ox.QuerySolution]:
    """Yield the rows that a SELECT query finds in all graphs of a store together, or in some of them."""
    found = data.query(
        query, use_default_graph_as_union=graphs is None, default_graph=None if graphs is None else [*graphs]
    )
    if not isinstance(found, ox.QuerySolutions):
        raise TypeError("only SELECT has rows")
    yield from found
