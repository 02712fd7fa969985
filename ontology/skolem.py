"""Blank nodes become IRIs, the same ones every time: a release holds no blank node and depends only on its inputs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, NamedNode, Quad

_DIGITS = 16  # 64 bits: no two documents of one installation will meet


def skolemise(quads: Iterable[Quad], prefix: str) -> list[Quad]:
    """Return the quads with each blank node named ``<prefix><hash>-<label>``, sorted if there was one.

    The labels are those of RDF Dataset Canonicalization (RDFC-1.0), the hash is SHA-256 (first 16 hex digits) of the
    canonical N-Quads; both depend on nothing but what is said. Quads without blank nodes come back as they are.
    """
    given = list(quads)
    if not any(_has_blank(quad) for quad in given):
        return given
    dataset = Dataset(given)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    canonical = "".join(sorted(f"{quad} .\n" for quad in dataset))
    stem = prefix + hashlib.sha256(canonical.encode()).hexdigest()[:_DIGITS]
    return sorted((_named(quad, stem) for quad in dataset), key=str)


def _has_blank(quad: Quad) -> bool:
    return any(isinstance(term, BlankNode) for term in (quad.subject, quad.object, quad.graph_name))


def _named(quad: Quad, stem: str) -> Quad:
    subject, value, graph = quad.subject, quad.object, quad.graph_name
    return Quad(
        _name(subject, stem) if isinstance(subject, BlankNode) else subject,
        quad.predicate,
        _name(value, stem) if isinstance(value, BlankNode) else value,
        _name(graph, stem) if isinstance(graph, BlankNode) else graph,
    )


def _name(node: BlankNode, stem: str) -> NamedNode:
    return NamedNode(f"{stem}-{node.value}")
