"""The ontology and its concept schemes, as quads for the ontology's graph."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, parse

from ontology.iris import ONTOLOGY_GRAPH, Iris
from ontology.skolem import skolemise


def sources() -> tuple[Traversable, ...]:
    """Return the Turtle files that make up the vocabulary: ``policy.ttl``, then the schemes by name."""
    package = files("ontology")
    schemes = (entry for entry in package.joinpath("schemes").iterdir() if entry.name.endswith(".ttl"))
    return package.joinpath("policy.ttl"), *sorted(schemes, key=lambda entry: entry.name)


@cache
def load(iris: Iris) -> tuple[Quad, ...]:
    """Return ontology and schemes as quads of the ontology's graph, with the bases of this installation.

    Parsed once per pair of bases. No blank node is in it: one that a file brought has an IRI made from its content.
    """
    graph = NamedNode(iris.absolute(ONTOLOGY_GRAPH))
    return tuple(quad for source in sources() for quad in _quads(source.read_text("utf-8"), graph, iris))


def _quads(turtle: str, graph: NamedNode, iris: Iris) -> list[Quad]:
    parsed = parse(iris.rebase(turtle), format=RdfFormat.TURTLE, rename_blank_nodes=True)
    named = skolemise(parsed, f"{iris.vocabulary}def/genid/")
    return [
        Quad(quad.subject, quad.predicate, quad.object, graph) for quad in named if quad.graph_name == DefaultGraph()
    ]
