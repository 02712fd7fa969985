"""Every comparison of counts is a well-formed RDF Data Cube: IC-1 to IC-21 of the recommendation, as ASK queries."""

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from mapping.release import compression
from mapping.release.cube import Code, Cube, Observation
from ontology.iris import Iris

CONSTRAINTS = sorted((Path(__file__).parent / "constraints").glob("ic-*.rq"))
NORMALISE = (Path(__file__).parent / "constraints" / "normalise.ru").read_text("utf-8")
CUBES = ("themes", "requirements", "gaps", "functions")
QB = "http://purl.org/linked-data/cube#"
# What the code lists are is in the reference graph; a constraint on codes needs it.
SCHEMES = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix pg: <https://w3id.org/policygraph/> .
pg:jurisdiction a skos:ConceptScheme .
pg:function a skos:ConceptScheme .
<https://w3id.org/policygraph/theme/ndrc-2020-293> a skos:ConceptScheme .
"""


def normalised(turtle: bytes | str) -> ox.Store:
    store = ox.Store()
    store.load(turtle, ox.RdfFormat.TURTLE)
    store.load(SCHEMES, ox.RdfFormat.TURTLE)
    store.update(NORMALISE)
    return store


def broken(store: ox.Store) -> list[str]:
    return [path.stem for path in CONSTRAINTS if store.query(path.read_text("utf-8"))]


def test_all_constraints_of_the_recommendation_are_asked() -> None:
    assert {path.stem[3:5] for path in CONSTRAINTS} == {f"{number:02d}" for number in range(1, 22)}


@pytest.mark.parametrize("table", CUBES)
def test_a_table_of_counts_is_a_well_formed_cube(client: FlaskClient, table: str) -> None:
    store = normalised(client.get(f"/compare/{table}.ttl").data)
    assert broken(store) == []
    assert len(list(store.quads_for_pattern(None, None, ox.NamedNode(f"{QB}Observation")))) >= 19


@pytest.mark.parametrize("table", CUBES)
def test_a_cube_is_the_same_bytes_each_time(client: FlaskClient, table: str) -> None:
    assert client.get(f"/compare/{table}.ttl").data == client.get(f"/compare/{table}.ttl?lang=en").data


def test_a_cube_counts_what_the_table_counts(client: FlaskClient) -> None:
    store = normalised(client.get("/compare/themes.ttl").data)
    rows = client.get("/compare/themes.json").get_json()["rows"]
    query = """PREFIX cube: <https://w3id.org/policygraph/cube/>
        SELECT ?theme ?place ?measures ?targets { ?observation cube:theme ?theme ; cube:jurisdiction ?place ;
        cube:measures ?measures ; cube:targets ?targets }"""
    solutions = store.query(query)
    assert isinstance(solutions, ox.QuerySolutions)
    counted = {(row[0].value, row[1].value): (int(row[2].value), int(row[3].value)) for row in solutions}
    assert counted == {(row["theme"], row["place"]): (row["measures"], row["targets"]) for row in rows}


def small(*cells: Observation) -> Cube:
    code = Code(
        "https://w3id.org/policygraph/theme/ndrc-2020-293/01",
        "https://w3id.org/policygraph/theme/ndrc-2020-293",
        {"zh": "一"},
    )
    place = Code(
        "https://w3id.org/policygraph/jurisdiction/120000",
        "https://w3id.org/policygraph/jurisdiction",
        {"zh": "天津市"},
    )
    return Cube("https://w3id.org/policygraph/national/ndrc-2020-293", "theme", cells, (code, place))


CELL = Observation(
    "https://w3id.org/policygraph/theme/ndrc-2020-293/01",
    "https://w3id.org/policygraph/jurisdiction/120000",
    {"measures": 6},
)


def written(cube: Cube) -> str:
    return (ox.serialize(cube.triples(Iris()), format=ox.RdfFormat.N_TRIPLES) or b"").decode()


def without(text: str, *marks: str) -> Iterator[str]:
    return (line for line in text.splitlines() if not all(mark in line for mark in marks))


DAMAGE = {
    "ic-01": ("dataSet>",),
    "ic-02": ("cube#structure>",),
    "ic-03": ("cube#measure>",),
    "ic-04": ("cube/theme>", "#range>"),
    "ic-05": ("cube/jurisdiction>", "#codeList>"),
    "ic-11": ("theme/01/120000>", "cube/jurisdiction>"),
    "ic-14": ("theme/01/120000>", "cube/measures>"),
    "ic-19a": ("jurisdiction/120000>", "#inScheme>"),
}


@pytest.mark.parametrize("constraint", DAMAGE)
def test_a_cube_that_lacks_one_statement_breaks_the_constraint_on_it(constraint: str) -> None:
    whole = written(small(CELL))
    assert broken(normalised(whole)) == []
    assert constraint in broken(normalised("\n".join(without(whole, *DAMAGE[constraint]))))


def test_an_observation_said_twice_is_noticed() -> None:
    whole = written(small(CELL))
    again = "\n".join(line.replace("theme/01/120000>", "theme/01/twice>") for line in whole.splitlines())
    assert "ic-12" in broken(normalised(whole + again))


def test_dimensions_are_shared_and_cubes_are_the_publishers_own() -> None:
    iris = Iris(base="https://data.example.org/")
    named = {triple.subject.value for triple in small(CELL).triples(iris) if isinstance(triple.subject, ox.NamedNode)}
    assert "https://data.example.org/id/cube/ndrc-2020-293/theme/01/120000" in named
    assert "https://w3id.org/policygraph/cube/theme" in named


def test_a_cube_has_no_blank_node() -> None:
    assert "_:" not in written(small(CELL))


def test_the_release_holds_the_cube_of_themes_and_each_observation_has_a_page(
    client: FlaskClient, with_samples: Path
) -> None:
    turtle, reference = (
        compression.read(with_samples / "current", f"dumps/{name}.ttl").decode() for name in ("quality", "reference")
    )
    store = normalised(turtle)
    store.load(reference, ox.RdfFormat.TURTLE)
    assert broken(store) == []
    page = client.get("/id/cube/ndrc-2020-293/theme/01/970000", follow_redirects=True)
    assert page.status_code == 200


def test_the_cube_of_the_release_and_that_of_the_table_say_the_same(client: FlaskClient) -> None:
    query = """PREFIX cube: <https://w3id.org/policygraph/cube/> PREFIX qb: <http://purl.org/linked-data/cube#>
        SELECT ?observation ?measures ?targets { ?observation qb:dataSet
        <http://localhost:8000/id/cube/ndrc-2020-293/theme> ; cube:measures ?measures ; cube:targets ?targets }"""
    said = client.get("/sparql", query_string={"query": query}, headers={"Accept": "application/json"}).get_json()
    published = {
        row["observation"]["value"]: (row["measures"]["value"], row["targets"]["value"])
        for row in said["results"]["bindings"]
    }
    shown = normalised(client.get("/compare/themes.ttl").data).query(query)
    assert isinstance(shown, ox.QuerySolutions)
    assert published == {row[0].value: (row[1].value, row[2].value) for row in shown}
    assert len(published) == 25 * 4
