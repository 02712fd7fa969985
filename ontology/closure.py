"""The closure: the only place where triples are derived.

The endpoint does not infer, so what follows from the ontology is stated in each graph before it is validated: the
super-properties and super-classes of what it states, and the themes of its measures. ``closure.rq`` says which.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from pyoxigraph import NamedNode, Quad, QueryTriples, Store, Variable

from ontology.iris import ONTOLOGY_GRAPH, REFERENCE_GRAPH, Iris


def close(store: Store, graph: NamedNode, iris: Iris) -> int:
    """Add to ``graph``, and to no other graph, what follows from what it states; return how many quads were new.

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
    quads = (Quad(triple.subject, triple.predicate, triple.object, graph) for triple in derived)
    new = {quad for quad in quads if quad not in store}
    store.extend(new)
    return len(new)


@cache
def _query(iris: Iris) -> str:
    return iris.rebase(files("ontology").joinpath("closure.rq").read_text("utf-8"))
