"""The closure: the only place where triples are derived.

The endpoint does not infer, so what follows from the ontology is stated in each graph before it is validated: the
super-properties and super-classes of what it states, and the themes of its measures. ``closure.rq`` says which.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from pyoxigraph import NamedNode, QueryTriples, RdfFormat, Store, Variable

from ontology.iris import ONTOLOGY_GRAPH, REFERENCE_GRAPH, Iris


def close(store: Store, graph: NamedNode, iris: Iris) -> None:
    """Add to ``graph``, and to no other graph, what follows from what it states.

    ``store`` holds the ontology (see :func:`ontology.vocabulary.load`) and the reference data, each in its graph. A
    requirement's or a point's own ``policy:theme`` is what a measure gets. Closing twice adds nothing.
    """
    derived = store.query(
        _query(iris),
        substitutions={
            Variable("graph"): graph,
            Variable("ontology"): NamedNode(iris.absolute(ONTOLOGY_GRAPH)),
            Variable("reference"): NamedNode(iris.absolute(REFERENCE_GRAPH)),
        },
    )
    assert isinstance(derived, QueryTriples)  # noqa: S101 - the query is a CONSTRUCT; this tells the type checker so
    store.load(derived.serialize(format=RdfFormat.N_TRIPLES) or b"", format=RdfFormat.N_TRIPLES, to_graph=graph)


@cache
def _query(iris: Iris) -> str:
    return iris.rebase(files("ontology").joinpath("closure.rq").read_text("utf-8"))
