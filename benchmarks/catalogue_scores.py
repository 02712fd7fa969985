"""What data.europa.eu would make of the catalogue: its metadata quality assessment (MQA), 405 points, what lacks explained.

``python -m benchmarks.catalogue_scores RELEASES [--shapes FILE …]`` asks the window on the live release for its catalogue, and
for every address that the catalogue names under its base. The indicators and their points are those of the methodology at
https://data.europa.eu/mqa/methodology; formats count by the best distribution of a dataset, as it says, and everything else by
the share of what meets it. ``--shapes`` are files of DCAT-AP's SHACL shapes: without them conformance is not judged and counts
nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import click
import pyshacl
from flask.testing import FlaskClient
from rdflib import RDF, SH, Graph, Namespace, URIRef
from rdflib.term import Node

from server.app import close, create_app
from server.config import Lanes, ServerConfig

DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCT = Namespace("http://purl.org/dc/terms/")
AUTHORITY = "http://publications.europa.eu/resource/authority/"
FILE_TYPES = f"{AUTHORITY}file-type/"
IANA = "https://www.iana.org/assignments/media-types/"
PROPRIETARY = frozenset({"DOC", "DOCX", "XLS", "XLSX", "PPT", "PPTX", "MDB", "OCTET"})
"""File types that MQA does not count as open; its own table is longer, of types that no release of ours has."""
FOR_PEOPLE = frozenset({"HTML", "TXT", "PDF", "DOC", "DOCX", "OCTET"})
"""File types that it does not count as read by machines."""
RATINGS = ((351, "excellent"), (221, "good"), (121, "sufficient"), (0, "bad"))


@dataclass(frozen=True)
class Indicator:
    """What is asked of datasets, or of distributions, for how many points; of ``best``, that of the best distribution."""

    dimension: str
    name: str
    points: int
    meets: Callable[[Described, Node], bool]
    of_distributions: bool = False
    best: bool = False


@dataclass(frozen=True)
class Score:
    """How many of how many meet an indicator, and the first that does not."""

    indicator: Indicator
    met: int
    population: int
    missing: str

    @property
    def points(self) -> float:
        """The points, a share of the whole."""
        return self.indicator.points * self.met / self.population if self.population else 0.0


class Described:
    """A catalogue, as a harvester holds it, and what its addresses answer."""

    def __init__(self, client: FlaskClient, base: str, shapes: Sequence[Path]) -> None:
        self._client, self._base, self._shapes = client, base, shapes
        self.graph = Graph()
        for page in _pages(client):
            self.graph.parse(data=page, format="turtle")
        self._answers: dict[str, int] = {}

    @cached_property
    def datasets(self) -> list[Node]:
        """The datasets, without series."""
        series = set(self.graph.subjects(RDF.type, DCAT.DatasetSeries))
        return sorted({*self.graph.subjects(RDF.type, DCAT.Dataset)} - series, key=str)

    def distributions(self, dataset: Node) -> list[Node]:
        """The distributions of a dataset."""
        return sorted(self.graph.objects(dataset, DCAT.distribution), key=str)

    def has(self, node: Node, predicate: URIRef) -> bool:
        """Return whether anything is said."""
        return (node, predicate, None) in self.graph

    def values(self, node: Node, predicate: URIRef) -> list[str]:
        """Return what is said, as text."""
        return [str(each) for each in self.graph.objects(node, predicate)]

    def answers(self, address: str) -> bool:
        """Return whether an address of the site answers with 200 in the end; what is elsewhere is not asked, and counts."""
        if not address.startswith(self._base):
            return True
        if address not in self._answers:
            path = "/" + address.removeprefix(self._base)
            self._answers[address] = self._client.get(path, follow_redirects=True).status_code
        return self._answers[address] == 200

    @cached_property
    def violating(self) -> set[Node] | None:
        """The nodes with a violation of DCAT-AP's shapes; nothing where there are no shapes."""
        if not self._shapes:
            return None
        shapes = Graph()
        for file in self._shapes:
            shapes.parse(file, format="turtle")
        _, results, _ = pyshacl.validate(self.graph, shacl_graph=shapes)
        assert isinstance(results, Graph)
        return {
            focus
            for result in results.subjects(SH.resultSeverity, SH.Violation)
            for focus in results.objects(result, SH.focusNode)
        }


def _pages(client: FlaskClient) -> Iterator[bytes]:
    number = 1
    while (answer := client.get(f"/catalog.ttl?page={number}")).status_code == 200:
        yield answer.data
        number += 1


def _says(predicate: URIRef) -> Callable[[Described, Node], bool]:
    return lambda told, node: told.has(node, predicate)


def _answering(predicate: URIRef) -> Callable[[Described, Node], bool]:
    def check(told: Described, node: Node) -> bool:
        found = told.values(node, predicate)
        return bool(found) and all(map(told.answers, found))

    return check


def _named_in(predicate: URIRef, vocabulary: str) -> Callable[[Described, Node], bool]:
    return lambda told, node: any(each.startswith(vocabulary) for each in told.values(node, predicate))


def _format_outside(types: frozenset[str]) -> Callable[[Described, Node], bool]:
    def check(told: Described, node: Node) -> bool:
        found = [each.removeprefix(FILE_TYPES) for each in told.values(node, DCT["format"])]
        return bool(found) and not types & set(found)

    return check


def _format_named(told: Described, node: Node) -> bool:
    return _named_in(DCT["format"], FILE_TYPES)(told, node) and _named_in(DCAT.mediaType, IANA)(told, node)


def _license_named(told: Described, node: Node) -> bool:
    """Return whether a licence is one of the EU's table, or said there to be the same as one."""
    return any(
        license_.startswith(f"{AUTHORITY}licence/")
        or any(same.startswith(f"{AUTHORITY}licence/") for same in _same(told, license_))
        for license_ in told.values(node, DCT.license)
    )


def _same(told: Described, iri: str) -> list[str]:
    skos, owl = "http://www.w3.org/2004/02/skos/core#exactMatch", "http://www.w3.org/2002/07/owl#sameAs"
    return [same for each in (skos, owl) for same in told.values(URIRef(iri), URIRef(each))]


def _conforms(told: Described, node: Node) -> bool:
    return told.violating is not None and not ({node, *told.distributions(node)} & told.violating)


INDICATORS = (
    Indicator("findability", "dcat:keyword", 30, _says(DCAT.keyword)),
    Indicator("findability", "dcat:theme", 30, _says(DCAT.theme)),
    Indicator("findability", "dct:spatial", 20, _says(DCT.spatial)),
    Indicator("findability", "dct:temporal", 20, _says(DCT.temporal)),
    Indicator("accessibility", "dcat:accessURL answers", 50, _answering(DCAT.accessURL), True),
    Indicator("accessibility", "dcat:downloadURL", 20, _says(DCAT.downloadURL), True),
    Indicator("accessibility", "dcat:downloadURL answers", 30, _answering(DCAT.downloadURL), True),
    Indicator("interoperability", "dct:format", 20, _says(DCT["format"]), True, True),
    Indicator("interoperability", "dcat:mediaType", 10, _says(DCAT.mediaType), True, True),
    Indicator("interoperability", "format and media type from vocabularies", 10, _format_named, True, True),
    Indicator("interoperability", "format not proprietary", 20, _format_outside(PROPRIETARY), True, True),
    Indicator("interoperability", "format for machines", 20, _format_outside(FOR_PEOPLE), True, True),
    Indicator("interoperability", "conforms to DCAT-AP", 30, _conforms),
    Indicator("reusability", "dct:license", 20, _says(DCT.license), True),
    Indicator("reusability", "dct:license from vocabulary", 10, _license_named, True),
    Indicator("reusability", "dct:accessRights", 10, _says(DCT.accessRights)),
    Indicator("reusability", "dct:accessRights from vocabulary", 5, _named_in(DCT.accessRights, f"{AUTHORITY}access-right/")),
    Indicator("reusability", "dcat:contactPoint", 20, _says(DCAT.contactPoint)),
    Indicator("reusability", "dct:publisher", 10, _says(DCT.publisher)),
    Indicator("contextuality", "dct:rights", 5, _says(DCT.rights), True),
    Indicator("contextuality", "dcat:byteSize", 5, _says(DCAT.byteSize), True),
    Indicator("contextuality", "dct:issued", 5, _says(DCT.issued)),
    Indicator("contextuality", "dct:modified", 5, _says(DCT.modified)),
)  # fmt: skip # the table of the methodology
MOST = 405
assert sum(indicator.points for indicator in INDICATORS) == MOST


def scores(told: Described) -> Iterator[Score]:
    """Yield the score of each indicator over all datasets."""
    for indicator in INDICATORS:
        if indicator.best:
            met = {each: any(indicator.meets(told, one) for one in told.distributions(each)) for each in told.datasets}
        elif indicator.of_distributions:
            met = {one: indicator.meets(told, one) for each in told.datasets for one in told.distributions(each)}
        else:
            met = {each: indicator.meets(told, each) for each in told.datasets}
        missing = next((str(each) for each, meets in met.items() if not meets), "")
        yield Score(indicator, sum(met.values()), len(met), missing)


@click.command()
@click.argument("releases", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--shapes", multiple=True, type=click.Path(exists=True, path_type=Path), help="DCAT-AP's SHACL shapes")
def main(releases: Path, shapes: tuple[Path, ...]) -> None:
    """Print what each indicator gives, and for each missing point what lacks."""
    app = create_app(ServerConfig(releases=releases, lanes=Lanes(fast=1)))
    try:
        base = str(app.test_client().get("/data.json").get_json()["@id"]).removesuffix("data.json")
        found = list(scores(Described(app.test_client(), base, shapes)))
    finally:
        close(app)
    for score in found:
        told = f"  the first without: {score.missing}" if score.met < score.population else ""
        whole, name = score.indicator.points, score.indicator.name
        click.echo(
            f"{score.indicator.dimension:17}{name:42}{score.met:5} of {score.population:<5}{score.points:7.2f} of {whole}{told}"
        )
    total = sum(score.points for score in found)
    rating = next(name for least, name in RATINGS if total >= least)
    click.echo(f"{'total':69} {total:7.2f} of {MOST}: {rating}")


if __name__ == "__main__":
    main()
