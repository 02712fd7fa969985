"""Makes a graph of many plans from a seed: the same seed and size give the same bytes.

``python -m benchmarks.corpus FOLDER --plans 2000`` writes ``FOLDER/corpus.nq`` and a release below ``FOLDER/releases``:
2,000 plans of 84 measures are 168,000 measures and about 3 million triples, as lean plan graphs beside one of reference.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click
import msgspec
import pyoxigraph as ox

from mapping.release.folder import CURRENT, MANIFEST, Graph, Manifest
from mapping.release.index import writer as search_index
from mapping.release.publication import Publication
from ontology import iris
from ontology.iris import REFERENCE_GRAPH, Iris

MEASURES = 84
DOCUMENT = "ndrc-2020-293"
PROVINCES = 31
AGENCIES = 60
FUNCTIONS = 20
POINTS = 19
IRIS = Iris()
DEF = f"{IRIS.vocabulary}def#"
ELI = "http://data.europa.eu/eli/ontology#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
SCHEMA = "http://schema.org/"
DCT = "http://purl.org/dc/terms/"
RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
XSD = "http://www.w3.org/2001/XMLSchema#"
WORDS = (
    "支持", "扩大", "促进", "推动", "完善", "落实", "加快", "建设", "消费", "企业",
    "市场", "外贸", "投资", "就业", "创新", "平台", "服务", "项目", "产业", "供应链",
)  # fmt: skip # entries side by side
UNITS = ("家", "个", "亿元", "%", "万人")


def _iri(reference: str) -> str:
    return f"<{IRIS.absolute(reference)}>"


def _text(text: str) -> str:
    return f'"{text}"@zh'


def _typed(value: object, datatype: str) -> str:
    return f'"{value}"^^<{XSD}{datatype}>'


def province(number: int) -> str:
    """Return the GB/T 2260 code of a province that this corpus has made up."""
    return f"{11 + number}0000"


def agency(province_number: int, number: int) -> str:
    """Return the reference of an agency."""
    return iris.curated_agency(province(province_number), f"bureau-{number:02d}")


def plan_id(number: int) -> str:
    """Return the id of a plan."""
    return f"plan-{number:05d}-293"


def reference_lines() -> Iterator[tuple[str, str, str]]:
    """Yield the triples that all plans share: themes, functions, jurisdictions, agencies."""
    for point in range(1, POINTS + 1):
        theme = _iri(iris.theme(DOCUMENT, point))
        yield theme, RDF_TYPE, f"<{DEF}Theme>"
        yield theme, f"<{SKOS}prefLabel>", _text(f"主题{point}")
        yield theme, f"<{SKOS}notation>", f'"{point:02d}"'
    for number in range(MEASURES):
        requirement = _iri(requirement_of(number))
        yield requirement, RDF_TYPE, f"<{DEF}Requirement>"
        yield requirement, f"<{ELI}is_part_of>", _iri(iris.point(DOCUMENT, number % POINTS + 1))
        yield requirement, f"<{DEF}theme>", _iri(iris.theme(DOCUMENT, number % POINTS + 1))
        yield requirement, f"<{SCHEMA}text>", _text(f"要求{number}：" + WORDS[number % len(WORDS)])
    for index in range(FUNCTIONS):
        function = _iri(iris.function(f"function-{index:02d}"))
        yield function, RDF_TYPE, f"<{DEF}Function>"
        yield function, f"<{SKOS}prefLabel>", _text(f"职能{index}")
    for number in range(PROVINCES):
        yield _iri(iris.jurisdiction(province(number))), RDF_TYPE, f"<{DEF}Jurisdiction>"
        yield _iri(iris.jurisdiction(province(number))), f"<{SKOS}prefLabel>", _text(f"省{number}")
        for index in range(AGENCIES):
            yield from _agency_lines(number, index)


def _agency_lines(number: int, index: int) -> Iterator[tuple[str, str, str]]:
    subject = _iri(agency(number, index))
    yield subject, RDF_TYPE, f"<{DEF}Agency>"
    yield subject, f"<{SKOS}prefLabel>", _text(f"省{number}第{index}局")
    yield subject, f"<{DEF}function>", _iri(iris.function(f"function-{index % FUNCTIONS:02d}"))
    yield subject, f"<{DCT}spatial>", _iri(iris.jurisdiction(province(number)))


def requirement_of(number: int) -> str:
    """Return the reference of the requirement that the ``number``-th measure of a plan implements, from 0."""
    return iris.requirement(DOCUMENT, f"{number % POINTS + 1:02d}.{number // POINTS + 1}")


def plan_lines(number: int, chance: random.Random) -> Iterator[tuple[str, str, str]]:
    """Yield the triples of one plan."""
    name, home = plan_id(number), number % PROVINCES
    subject = _iri(iris.plan(name))
    yield subject, RDF_TYPE, f"<{DEF}ImplementationPlan>"
    yield subject, f"<{DCT}title>", _text(f"省{home}实施方案{number}")
    yield subject, f"<{ELI}jurisdiction>", _iri(iris.jurisdiction(province(home)))
    yield subject, f"<{ELI}ensures_implementation_of>", _iri(iris.national(DOCUMENT))
    yield subject, f"<{ELI}date_document>", _typed(f"2020-{number % 12 + 1:02d}-{number % 28 + 1:02d}", "date")
    for measure in range(MEASURES):
        yield from _measure_lines(name, home, measure, chance)


def _measure_lines(name: str, home: int, number: int, chance: random.Random) -> Iterator[tuple[str, str, str]]:
    subject = _iri(iris.of_plan("measure", name, number + 1))
    bodies = chance.sample(range(AGENCIES), chance.randint(1, 4))
    yield subject, RDF_TYPE, f"<{DEF}Measure>"
    yield subject, f"<{ELI}is_part_of>", _iri(iris.plan(name))
    yield subject, f"<{ELI}number>", f'"{number + 1}"'
    yield subject, f"<{SCHEMA}position>", _typed(number + 1, "integer")
    yield subject, f"<{SCHEMA}text>", _text("".join(chance.choices(WORDS, k=chance.randint(8, 40))))
    yield subject, f"<{DEF}implements>", _iri(requirement_of(number))
    yield subject, f"<{DEF}theme>", _iri(iris.theme(DOCUMENT, number % POINTS + 1))
    yield subject, f"<{DEF}leadAgency>", _iri(agency(home, bodies[0]))
    for order, body in enumerate(bodies, 1):
        responsibility = _iri(iris.of_plan("responsibility", name, f"{number + 1}.{order}"))
        yield subject, f"<{DEF}responsibleAgency>", _iri(agency(home, body))
        yield subject, f"<{DEF}hasResponsibility>", responsibility
        yield responsibility, f"<{DEF}agency>", _iri(agency(home, body))
    if number % 3 == 0:
        yield from _target_lines(subject, name, number, chance)


def _target_lines(subject: str, name: str, number: int, chance: random.Random) -> Iterator[tuple[str, str, str]]:
    target = _iri(iris.of_plan("target", name, f"{number + 1}.1"))
    yield subject, f"<{DEF}hasTarget>", target
    yield target, RDF_TYPE, f"<{DEF}Target>"
    yield target, f"<{SCHEMA}value>", _typed(chance.randint(1, 500), "decimal")
    yield target, f"<{SCHEMA}unitText>", _text(chance.choice(UNITS))
    yield target, f"<{DEF}deadline>", _typed(f"202{chance.randint(0, 5)}-12-31", "date")


def write_n_quads(path: Path, plans: int, seed: int) -> Counter[str]:
    """Write the corpus and return how many triples each graph has."""
    chance = random.Random(seed)
    counts: Counter[str] = Counter()
    with path.open("w", encoding="utf-8") as file:
        for graph, triples in _graphs(plans, chance):
            lines = [f"{s} {p} {o} <{graph}> .\n" for s, p, o in triples]
            counts[graph] += len(lines)
            file.writelines(lines)
    return counts


def _graphs(plans: int, chance: random.Random) -> Iterator[tuple[str, Iterator[tuple[str, str, str]]]]:
    yield IRIS.absolute(REFERENCE_GRAPH), reference_lines()
    for number in range(plans):
        yield IRIS.absolute(iris.plan_graph(plan_id(number))), plan_lines(number, chance)


def make_release(n_quads: Path, counts: Counter[str], releases: Path) -> Path:
    """Publish the corpus as a release, with its search index, whose store also holds the merge of its graphs."""
    folder = releases / n_quads.stem
    folder.mkdir()
    store = ox.Store(str(folder / "store"))
    store.bulk_load(path=n_quads, format=ox.RdfFormat.N_QUADS)
    triples = (ox.Quad(each.subject, each.predicate, each.object) for each in ox.parse(path=n_quads))
    store.bulk_extend(triples)
    store.optimize()
    store.flush()
    search_index.write(store, folder, IRIS)
    graphs = tuple(Graph(iri=iri, triples=count, sha256="") for iri, count in sorted(counts.items()))
    manifest = Manifest(
        id=n_quads.stem,
        software="benchmark",
        publication=Publication(),
        plans=(),
        held_back=(),
        graphs=graphs,
        dumps=(),
    )
    (folder / MANIFEST).write_bytes(msgspec.json.encode(manifest))
    (releases / CURRENT).symlink_to(folder.name)
    return folder


def make(folder: Path, plans: int, seed: int = 293) -> int:
    """Write the corpus and its release into a folder that must not hold one; return how many triples it has."""
    (folder / "releases").mkdir(parents=True)
    counts = write_n_quads(folder / "corpus.nq", plans, seed)
    make_release(folder / "corpus.nq", counts, folder / "releases")
    return counts.total()


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--plans", default=2000, show_default=True)
@click.option("--seed", default=293, show_default=True)
def main(folder: Path, plans: int, seed: int) -> None:
    """Write the corpus into FOLDER, which must not hold one."""
    triples = make(folder, plans, seed)
    click.echo(f"{plans} plans, {plans * MEASURES} measures, {triples} triples")


if __name__ == "__main__":
    main()
