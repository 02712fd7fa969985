"""How many things of a plan are as the shapes ask: counted for every rule, published as measurements, always the same."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import msgspec
import pyoxigraph as ox
import pytest
from rdflib import SH, Graph, URIRef

from mapping import build
from mapping.release import compression
from mapping.release import folder as release
from mapping.release.quality import DIMENSIONS, Overview, Quality, share
from mapping.workbench import Settings
from ontology.iris import Iris
from shapes import library
from shapes.report import Report
from shapes.rules import Rule
from shapes.rules import rules as all_rules

DQV = "http://www.w3.org/ns/dqv#"
PLAN = "tianjin-2020-293"


@pytest.fixture(scope="module")
def rules() -> dict[str, Rule]:
    return {"/".join(rule.name): rule for rule in all_rules(Iris())}


@pytest.fixture(scope="module")
def counted(live: Path) -> Quality:
    return msgspec.json.decode((live / f"reports/{PLAN}.quality.json").read_bytes(), type=Quality)


@pytest.fixture(scope="module")
def store(live: Path) -> ox.Store:
    return ox.Store.read_only(str(live / "store"))


def select(store: ox.Store, query: str) -> list[ox.QuerySolution]:
    found = store.query(f"PREFIX dqv: <{DQV}> {query}", use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    return list(found)


def test_every_property_of_a_targeted_shape_is_a_rule_and_no_rule_is_named_in_code(rules: dict[str, Rule]) -> None:
    shapes = library.load(Iris())
    stated = {str(rule) for shape in shapes.subjects(SH.targetClass) for rule in shapes.objects(shape, SH.property)}
    assert stated <= {rule.rule for rule in rules.values()}
    assert len(stated) > 150


def test_each_rule_has_a_metric_of_its_own(rules: dict[str, Rule]) -> None:
    assert len(rules) == len(all_rules(Iris()))


@pytest.mark.parametrize(
    ("name", "kind", "severity"),
    [
        ("Measure/text", "required", "Violation"),
        ("Measure/requirement-known", "required", "Warning"),
        ("Measure/deadline", "optional", "Violation"),
        ("Measure/themes-of-requirements", "rule", "Violation"),
        ("CanonicalText/offsets", "rule", "Violation"),
        ("MappingReview", "rule", "Info"),
    ],
)
def test_the_shapes_say_what_must_be_there_and_what_may(
    rules: dict[str, Rule], name: str, kind: str, severity: str
) -> None:
    assert (rules[name].kind, rules[name].severity) == (kind, severity)


def test_what_may_be_there_is_counted_as_the_graph_has_it(
    counted: Quality, rules: dict[str, Rule], store: ox.Store
) -> None:
    graph = f"GRAPH <http://localhost:8000/graph/plan/{PLAN}>"
    tallies = {tally.rule: tally for tally in counted.tallies}
    for name in ("Measure/deadline", "Measure/target", "Target/unit", "Measure/citation"):
        rule = rules[name]
        things = select(store, f"SELECT DISTINCT ?s WHERE {{ {graph} {{ ?s a <{rule.target}> }} }}")
        having = select(store, f"SELECT DISTINCT ?s WHERE {{ {graph} {{ ?s a <{rule.target}> ; <{rule.path}> ?v }} }}")
        assert (tallies[rule.rule].expected, tallies[rule.rule].found) == (len(things), len(having))
        assert 0 < len(having) < len(things)


def test_what_must_be_there_is_as_many_as_the_report_lets_pass(
    counted: Quality, rules: dict[str, Rule], live: Path
) -> None:
    report = msgspec.json.decode((live / f"reports/{PLAN}.json").read_bytes(), type=Report)
    failing = {(result.rule, result.focus) for result in report.results}
    asked = {rule.rule for rule in rules.values() if rule.kind != "optional"}
    lacking = {tally.rule: tally.expected - tally.found for tally in counted.tallies if tally.rule in asked}
    assert {rule: n for rule, n in lacking.items() if n} == Counter(rule for rule, _ in failing)
    assert failing


def test_every_measurement_is_of_a_defined_metric_in_a_defined_dimension(store: ox.Store, counted: Quality) -> None:
    of_plan = f"dqv:computedOn <http://localhost:8000/id/dataset/{PLAN}>"
    measured = select(
        store,
        f"SELECT DISTINCT ?m ?metric WHERE {{ ?m a dqv:QualityMeasurement ; dqv:isMeasurementOf ?metric ; {of_plan} }}",
    )
    defined = select(
        store,
        """SELECT DISTINCT ?metric WHERE { ?metric a dqv:Metric ; dqv:inDimension ?d ; dqv:expectedDataType ?type .
        ?d a dqv:Dimension . ?metric <http://www.w3.org/2004/02/skos/core#prefLabel> ?zh, ?en ;
        <http://www.w3.org/2004/02/skos/core#definition> ?dzh, ?den .
        FILTER(lang(?zh) = "zh" && lang(?en) = "en" && lang(?dzh) = "zh" && lang(?den) = "en") }""",
    )
    assert {row["metric"] for row in measured} <= {row["metric"] for row in defined}
    assert len(measured) == len(counted.tallies) + len(DIMENSIONS) + 1  # how much was read


def test_the_value_of_a_measurement_is_the_found_out_of_the_expected(store: ox.Store) -> None:
    rows = select(
        store,
        """SELECT DISTINCT ?m ?value ?expected ?found WHERE { ?m dqv:value ?value ;
        <https://w3id.org/policygraph/def#expected> ?expected ; <https://w3id.org/policygraph/def#found> ?found }""",
    )
    for row in rows:
        exact = Fraction(int(row["found"].value), int(row["expected"].value))
        assert 0 <= exact - Fraction(row["value"].value) < Fraction(1, 10_000)
    assert len(rows) > 100


@pytest.mark.parametrize(
    ("expected", "found", "text"), [(3, 3, "1"), (3, 2, "0.6666"), (9, 0, "0"), (10**6, 10**6 - 1, "0.9999")]
)
def test_only_all_of_them_are_one(expected: int, found: int, text: str) -> None:
    assert share(expected, found) == text


def test_the_dataset_of_a_plan_conforms_to_the_profiles_that_it_reaches(store: ox.Store, counted: Quality) -> None:
    rows = select(
        store,
        f"SELECT ?p WHERE {{ <http://localhost:8000/id/dataset/{PLAN}> <http://purl.org/dc/terms/conformsTo> ?p }}",
    )
    assert counted.profile == "complete"
    assert {row["p"].value.rpartition("/")[2] for row in rows} == {"publishable", "complete"}


def test_a_plan_that_is_held_back_is_counted_with_the_places_of_its_faults(
    tmp_path: Path, plan_folder: Callable[..., Path]
) -> None:
    folder = plan_folder("1,完善市场监管机制。,开展检查。,省商务厅\n2,完善市场监管机制。,建成市场。,\n")
    good = plan_folder("1,完善市场监管机制。,开展检查。,省商务厅\n", "good-2020")
    outcome = build.build([folder, good], Settings(), tmp_path / "releases", build.Options())
    assert outcome.release
    held = msgspec.json.decode(
        (outcome.release / "reports/held-back/small-2020.quality.json").read_bytes(), type=Quality
    )
    assert held.profile is None
    assert held.counts["Violation"] == 1
    assert {place.row for place in held.places.values()} == {2, 3}
    overview = msgspec.json.decode((outcome.release / "reports/overview.json").read_bytes(), type=Overview)
    assert {line.plan: line.held_back for line in overview.plans} == {"small-2020": True, "good-2020": False}
    measures = next(tally for tally in overview.tallies if tally.rule.endswith("/Measure/text"))
    assert measures.expected == 1  # those of the published plan alone


def test_the_same_inputs_give_the_same_measurements_without_a_blank_node(
    tmp_path: Path, plan_folder: Callable[..., Path]
) -> None:
    folder = plan_folder("1,完善市场监管机制。,开展检查。,省商务厅\n")
    written = []
    for name in ("one", "two"):
        at = dt.datetime(2026, 1, 1 if name == "one" else 2, tzinfo=dt.UTC)
        build.build([folder], Settings(), tmp_path / name, build.Options(), at=at)
        found = release.live(tmp_path / name)
        assert found
        written.append(compression.read(found, "dumps/quality.nq"))
    assert written[0] == written[1]
    assert b"_:" not in written[0]
    assert f"{DQV}QualityMeasurement".encode() in written[0]


def test_the_words_of_a_release_are_the_files_that_it_was_built_with(live: Path) -> None:
    folder = live / "dumps/vocabulary"
    shapes = Graph()
    for file in sorted((folder / "shapes").glob("*.ttl")):
        shapes.parse(file)
    target = (URIRef("https://w3id.org/policygraph/shape/Measure"), SH.targetClass, None)
    assert target in shapes
    assert len(Graph().parse(folder / "policy.ttl")) > 300
    manifest = release.read_manifest(live)
    assert {f"dumps/vocabulary/{name}" for name in ("policy.ttl", "context.jsonld", "CHANGELOG.md")} <= {
        dump.path for dump in manifest.dumps
    }
