"""Counts by two dimensions, one of them the jurisdiction, as an RDF Data Cube (https://www.w3.org/TR/vocab-data-cube/).

Like every record, a cube is JSON read with a context, ``cube.jsonld``. Its dimensions and measures stand under V, so that
cubes of two publishers have them in common; the cube and its observations stand under B.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import msgspec
import pyoxigraph as ox

from ontology.iris import Iris, of_plan

Dimension = Literal["theme", "requirement", "function"]
_PLACE = "jurisdiction"
_IN_SCHEME = ox.NamedNode("http://www.w3.org/2004/02/skos/core#inScheme")

TITLES: Mapping[Dimension, Mapping[str, str]] = {
    "theme": {"zh": "各地区在各主题下的举措与目标", "en": "Measures and targets by theme and jurisdiction"},
    "requirement": {"zh": "各地区落实各项国家要求的举措", "en": "Measures by national requirement and jurisdiction"},
    "function": {"zh": "各地区各职能单位负责与牵头的举措", "en": "Measures by agency function and jurisdiction"},
}


@dataclass(frozen=True, slots=True)
class Observation:
    """An observation: ``row`` and ``place`` are IRIs, ``values`` counts by the name of the measure property."""

    row: str
    place: str
    values: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Code:
    """A value of a dimension, told beside the observations: its scheme, if it is in one, and its names by language."""

    iri: str
    scheme: str | None
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Cube:
    """The counts of one national document by one dimension and the jurisdiction; every cell has the same measures."""

    national: str
    dimension: Dimension
    cells: Sequence[Observation]
    codes: Sequence[Code] = ()

    @property
    def reference(self) -> str:
        """The reference of the data set: ``id/cube/ndrc-2020-293/theme``."""
        return of_plan("cube", _tail(self.national), self.dimension)

    def triples(self, iris: Iris) -> list[ox.Triple]:
        """Return the cube: data set, structure, observations and codes."""
        document = {"@context": _context(iris), "@graph": [*self._nodes()]}
        quads = ox.parse(msgspec.json.encode(document), format=ox.RdfFormat.JSON_LD, base_iri=iris.base)
        return [quad.triple for quad in quads]

    def _nodes(self) -> Iterable[dict[str, Any]]:
        yield {
            "id": self.reference,
            "type": "qb:DataSet",
            "title": TITLES[self.dimension],
            "label": TITLES[self.dimension],
            "subject": self.national,
            "structure": self._structure(),
        }
        yield from map(self._observation, self.cells)
        yield from map(_code, self.codes)

    def _structure(self) -> dict[str, Any]:
        measures = list(self.cells[0].values) if self.cells else ["measures"]
        return {
            "id": f"{self.reference}/structure",
            "type": "qb:DataStructureDefinition",
            "component": [
                self._component("dimension", self.dimension, 1),
                self._component("dimension", _PLACE, 2),
                *(self._component("measure", name, order) for order, name in enumerate(measures, 3)),
            ],
        }

    def _component(self, kind: Literal["dimension", "measure"], name: str, order: int) -> dict[str, Any]:
        said = dict(_properties()[f"{kind}s"][name])
        types = ["rdf:Property", f"qb:{kind.title()}Property"]
        if kind == "measure":
            said |= {"range": "xsd:integer", "subPropertyOf": "sdmx-measure:obsValue"}
        types += ["qb:CodedProperty"] if "codeList" in said else []
        return {
            "id": f"{self.reference}/structure/{name}",
            "type": "qb:ComponentSpecification",
            "order": order,
            kind: {"id": f"pg:cube/{name}", "type": types, **said},
        }

    def _observation(self, cell: Observation) -> dict[str, Any]:
        return {
            "id": f"{self.reference}/{_tail(cell.row)}/{_tail(cell.place)}",
            "type": "qb:Observation",
            "dataSet": self.reference,
            self.dimension: cell.row,
            _PLACE: cell.place,
            **cell.values,
        }


def of_release(store: ox.Store, graph: ox.NamedNode, iris: Iris) -> list[ox.Quad]:
    """Return the cubes of a release for a graph, one a national document: measures and targets by theme and jurisdiction.

    The store's default graph holds all graphs merged.

    A jurisdiction with a plan has an observation for every theme of the document, 0 where it has no measure.
    """
    query = iris.rebase((files("mapping.release") / "cube-themes.rq").read_text("utf-8"))
    found = store.query(query)
    assert isinstance(found, ox.QuerySolutions)  # noqa: S101 - the query is a SELECT
    counts: dict[str, dict[tuple[str, str], dict[str, int]]] = {}
    for solution in found:
        national, theme, place = (solution[name].value for name in ("national", "theme", "place"))
        values = {name: int(solution[name].value) for name in ("measures", "targets")}
        counts.setdefault(national, {})[theme, place] = values
    triples = (
        triple for national in sorted(counts) for triple in _of_document(national, counts[national], store, iris)
    )
    return [ox.Quad(triple.subject, triple.predicate, triple.object, graph) for triple in triples]


def _of_document(
    national: str, counts: Mapping[tuple[str, str], Mapping[str, int]], store: ox.Store, iris: Iris
) -> list[ox.Triple]:
    scheme = ox.NamedNode(iris.absolute(f"pg:theme/{_tail(national)}"))
    in_scheme = {quad.subject for quad in store.quads_for_pattern(None, _IN_SCHEME, scheme)}
    themes = sorted(
        {theme.value for theme in in_scheme if isinstance(theme, ox.NamedNode)} | {theme for theme, _ in counts}
    )
    places = sorted({place for _, place in counts})
    nothing = {"measures": 0, "targets": 0}
    cells = [Observation(theme, place, counts.get((theme, place), nothing)) for theme in themes for place in places]
    return Cube(national, "theme", cells).triples(iris)


def _code(code: Code) -> dict[str, Any]:
    concept = {"type": "skos:Concept", "inScheme": code.scheme, "prefLabel": code.names}
    return {"id": code.iri, **(concept if code.scheme else {"label": code.names})}


def _tail(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]


@cache
def _properties() -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    return tomllib.loads((files("mapping.release") / "cube.toml").read_text("utf-8"))


@cache
def _context(iris: Iris) -> dict[str, Any]:
    text = iris.rebase((files("mapping.release") / "cube.jsonld").read_text("utf-8"))
    context: dict[str, Any] = msgspec.json.decode(text)["@context"]
    return context
