"""What must hold of the release of the Tianjin plan."""

import csv
import hashlib
import io
import json
import re
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest

from mapping import build
from mapping.release import compression
from mapping.release import folder as release
from mapping.release.publication import Publication
from mapping.workbench import Settings
from ontology.iris import Iris

PLAN = Path(__file__).parents[1] / "seeds" / "plans" / "tianjin-2020-293"
DATA = "http://localhost:8000/"
WHOLE = "dumps/policygraph.nq"
PREFIXES = """
PREFIX policy: <https://w3id.org/policygraph/def#>
PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX schema: <http://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dct: <http://purl.org/dc/terms/>
"""
THEMES = {
    1: (1, 6), 2: (7, 11), 3: (12, 16), 4: (17, 19), 5: (20, 27), 6: (28, 35), 7: (36, 38), 8: (39, 42), 9: (43, 48),
    10: (49, 51), 11: (52, 56), 12: (57, 57), 13: (58, 66), 14: (67, 69), 15: (70, 72), 16: (73, 75), 17: (76, 80),
    18: (81, 83), 19: (84, 84),
}  # fmt: skip # entries side by side


@pytest.fixture(scope="module")
def store(live: Path) -> ox.Store:
    return ox.Store.read_only(str(live / "store"))


def in_file(live: Path, path: str) -> list[ox.Quad]:
    rdf_format = ox.RdfFormat.from_extension(path.rpartition(".")[2])
    return list(ox.parse(compression.read(live, path), format=rdf_format))


def rows(store: ox.Store, query: str) -> list[tuple[str, ...]]:
    found = store.query(PREFIXES + query)
    assert isinstance(found, ox.QuerySolutions)
    return [tuple(getattr(value, "value", "") for value in row) for row in found]


def count(store: ox.Store, pattern: str) -> int:
    (row,) = rows(store, f"SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ {pattern} }}")
    return int(row[0])


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("?x a policy:Measure", 84),
        ("?x a policy:QuotedRequirement", 84),
        ("?x a policy:Requirement", 84),
        ("?x a policy:Theme ; skos:broader ?part", 19),
        ("?x a policy:Theme . FILTER NOT EXISTS { ?x skos:broader ?part }", 6),
        ("?m policy:responsibleAgency ?x", 35),
        ("?x a policy:Responsibility", 236),
        ("?plan a policy:ImplementationPlan ; eli:passed_by ?x", 23),
        ("?x policy:otherAgencies true", 2),
        ("?x a policy:Target", 11),
        ("?x a policy:Parameter", 4),
        ("?m policy:mentionsDocument ?x", 9),
        ("?m policy:producesDocument ?x", 4),
        ("?m eli:cites ?x", 5),
        ("?x a policy:AgencyGroup", 0),
        ("?m policy:leadAgency ?x", 0),
    ],
)
def test_the_plan_is_counted_right(store: ox.Store, pattern: str, expected: int) -> None:
    assert count(store, pattern) == expected


def test_every_measure_has_the_theme_of_its_rows(store: ox.Store) -> None:
    found = rows(
        store,
        "SELECT ?n ?theme WHERE { ?m a policy:Measure ; schema:position ?n ; policy:theme ?t . ?t skos:notation ?theme }",
    )
    assert {int(number): int(theme) for number, theme in found} == {
        row: theme for theme, (first, last) in THEMES.items() for row in range(first, last + 1)
    }
    assert len(found) == 84


def test_the_points_stand_in_their_parts(store: ox.Store) -> None:
    found = rows(
        store, "SELECT ?p ?n WHERE { ?point a policy:Point ; schema:position ?p ; eli:is_part_of/schema:position ?n }"
    )
    parts = {part: sorted(int(p) for p, n in found if int(n) == part) for part in range(1, 7)}
    assert parts == {
        1: [1, 2, 3, 4], 2: [5, 6, 7], 3: [8, 9, 10], 4: [11, 12, 13, 14], 5: [15, 16], 6: [17, 18, 19],
    }  # fmt: skip # entries side by side


def test_other_agencies_are_said_of_exactly_the_two_measures_that_say_so(store: ox.Store) -> None:
    assert sorted(rows(store, "SELECT ?n WHERE { ?m policy:otherAgencies true ; eli:number ?n }")) == [("1",), ("10",)]


def test_the_targets_are_these(store: ox.Store) -> None:
    query = """SELECT ?n ?v ?min ?max ?u WHERE { ?m policy:hasTarget ?t ; eli:number ?n . ?t schema:unitText ?u .
        OPTIONAL { ?t schema:value ?v } OPTIONAL { ?t schema:minValue ?min } OPTIONAL { ?t schema:maxValue ?max } }"""
    assert Counter(rows(store, query)) == Counter([
        ("41", "200", "", "", "家"), ("41", "20", "", "", "家"), ("47", "", "1", "2", "个"), ("49", "", "4", "5", "家"),
        ("49", "13", "", "", "处"), ("49", "", "20", "", "个"), ("51", "14", "", "", "个"), ("51", "20", "", "", "家"),
        ("59", "100", "", "", "%"), ("59", "100", "", "", "%"), ("66", "35000", "", "", "个"),
    ])  # fmt: skip # entries side by side


def test_the_parameters_are_a_rate_a_sum_and_two_durations(store: ox.Store) -> None:
    query = (
        "SELECT ?n ?v ?u WHERE { ?m policy:hasParameter ?t ; eli:number ?n . ?t schema:value ?v ; schema:unitText ?u }"
    )
    assert sorted(rows(store, query)) == [
        ("27", "15", "天"),
        ("64", "0.5", "%"),
        ("71", "3000", "元"),
        ("84", "7", "日"),
    ]


def test_every_unit_is_one_of_qudt(store: ox.Store) -> None:
    found = {
        unit for (unit,) in rows(store, "SELECT DISTINCT ?u WHERE { ?q <http://qudt.org/schema/qudt/hasUnit> ?u }")
    }
    assert found == {f"http://qudt.org/vocab/unit/{name}" for name in ("PERCENT", "DAY", "CCY_CNY")}


def test_every_iri_of_the_release_is_on_the_web(store: ox.Store) -> None:
    terms = {term for quad in store for term in (quad.subject, quad.predicate, quad.object, quad.graph_name)}
    schemes = {term.value.partition(":")[0] for term in terms if isinstance(term, ox.NamedNode)}
    assert schemes == {"http", "https"}


def test_the_signatories_and_the_documents_keep_the_order_printed(store: ox.Store) -> None:
    text = (PLAN / "document.txt").read_text(encoding="utf-8")
    signed = rows(store, "SELECT ?n ?t WHERE { ?p policy:hasSignature ?s . ?s schema:position ?n ; schema:text ?t }")
    names = [name for _, name in sorted(signed, key=lambda row: int(row[0]))]
    assert (len(names), names[0]) == (23, "市发展改革委")
    lines = [line.strip() for line in text[: text.index("2020年5月23日")].splitlines()]
    assert [line for line in lines if line in names] == names
    query = """SELECT ?m ?n ?t WHERE { ?m policy:hasCitation ?c . ?c schema:position ?n ; schema:text ?t }"""
    named = sorted((measure, int(position), text.index(title)) for measure, position, title in rows(store, query))
    assert len(named) == 9
    assert named == sorted(named, key=lambda row: (row[0], row[2]))


def test_every_requirement_says_that_it_is_known_through_this_plan_alone(store: ox.Store) -> None:
    assert count(store, "?x a policy:Requirement ; policy:quotedOnlyIn ?p . ?p dct:identifier 'tianjin-2020-293'") == 84


def test_a_validity_dates_its_rate_and_a_period_its_target_and_measure(store: ox.Store) -> None:
    query = """SELECT ?n ?kind ?first ?last WHERE { ?m eli:number ?n ; policy:hasTarget|policy:hasParameter ?q .
        ?q a ?kind ; policy:period ?p . ?p dcat:startDate ?first ; dcat:endDate ?last
        FILTER(?kind IN (policy:Target, policy:Parameter)) }"""
    assert {(n, kind.rsplit("#")[-1], first, last) for n, kind, first, last in rows(store, query)} == {
        ("64", "Parameter", "2020-05-01", "2023-12-31"),
        ("66", "Target", "2020-01-01", "2020-12-31"),
    }
    dated = rows(store, "SELECT ?n ?d WHERE { ?m a policy:Measure ; policy:deadline ?d ; eli:number ?n }")
    assert sorted(dated) == [("59", "2020-12-31"), ("66", "2020-12-31")]


def test_each_quote_is_exactly_the_source_between_its_offsets(store: ox.Store) -> None:
    text = (PLAN / "document.txt").read_text(encoding="utf-8")
    query = """SELECT ?start ?end ?exact WHERE { ?p a policy:Passage ; policy:positionSelector ?s ; policy:quoteSelector ?q .
        ?s oa:start ?start ; oa:end ?end . ?q oa:exact ?exact }"""
    found = rows(store, query)
    assert len(found) == 84 + 84 + 236 + 11 + 4 + 9
    assert all(text[int(start) : int(end)] == exact for start, end, exact in found)


def test_no_text_is_altered_by_a_single_character(store: ox.Store) -> None:
    text = (PLAN / "document.txt").read_text(encoding="utf-8")
    printed = [line.rstrip("\t").split("\t") for line in text.splitlines() if re.match(r"\d+\t", line)]
    measures = {cells[0]: cells[-2] for cells in printed}
    found = rows(store, "SELECT ?n ?t WHERE { ?m a policy:Measure ; eli:number ?n ; schema:text ?t }")
    assert {number: text for number, text in found} == measures  # noqa: C416 - rows are tuples of any length


def test_a_measures_quote_is_its_text(store: ox.Store) -> None:
    query = """SELECT ?m WHERE { ?m a policy:Measure ; schema:text ?t ; prov:wasDerivedFrom/policy:quoteSelector/oa:exact ?q
        FILTER (?t = ?q) }"""
    assert len(rows(store, query)) == 84


def test_what_is_lost_is_a_known_gap_and_not_invented(store: ox.Store) -> None:
    plan = f"<{DATA}id/plan/tianjin-2020-293>"
    assert count(store, f"{plan} dct:title ?x") == 2
    assert count(store, f"{plan} eli:id_local ?x") == 0
    gaps = rows(
        store,
        "SELECT ?g WHERE { ?p a policy:ImplementationPlan ; eli:jurisdiction/skos:notation ?c ; policy:knownGap ?g }",
    )
    assert any("文号" in gap for (gap,) in gaps)


def test_the_eight_local_units_belong_to_central_bodies(store: ox.Store) -> None:
    query = """SELECT DISTINCT ?name WHERE { ?m policy:responsibleAgency ?a . ?a org:subOrganizationOf ?central ;
        skos:altLabel ?name . ?central dct:spatial <https://w3id.org/policygraph/jurisdiction/100000> }"""
    names = {name for (name,) in rows(store, query)}
    assert names >= {
        "天津海关", "人民银行天津分行", "天津证监局", "天津银保监局",
        "市税务局", "市邮政管理局", "市通信管理局", "天津边防检查总站",
    }  # fmt: skip # entries side by side


def test_the_report_has_no_violation(live: Path) -> None:
    report = json.loads((live / "reports" / "tianjin-2020-293.json").read_text("utf-8"))
    assert [one for one in report["results"] if one.get("severity", "Violation") == "Violation"] == []


def test_no_graph_has_a_blank_node(live: Path) -> None:
    paths = [dump.path for dump in release.read_manifest(live).dumps if dump.path.endswith(".nq")]
    quads = [quad for path in paths for quad in in_file(live, path)]
    assert len(paths) > 3
    assert not [quad for quad in quads if ox.BlankNode in {type(quad.subject), type(quad.object)}]


def test_every_typed_literal_is_well_formed(live: Path) -> None:
    lexical = {
        "decimal": r"[+-]?(\d+(\.\d*)?|\.\d+)", "integer": r"[+-]?\d+", "boolean": "true|false|0|1",
        "date": r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", "hexBinary": "([0-9a-fA-F]{2})*", "string": r"(?s).*",
        "dateTime": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)?", "anyURI": r"\S*", "float": r"\S+", "double": r"\S+",
        "gYear": r"\d{4}",
    }  # fmt: skip # entries side by side
    seen: Counter[str] = Counter()
    for quad in in_file(live, WHOLE):
        value = quad.object
        if isinstance(value, ox.Literal) and value.datatype.value.startswith("http://www.w3.org/2001/XMLSchema#"):
            name = value.datatype.value.partition("#")[2]
            seen[name] += 1
            assert re.fullmatch(lexical[name], value.value), quad
    assert {"decimal", "integer", "date", "boolean"} <= seen.keys()


def test_no_text_has_another_language_than_zh_and_en(live: Path) -> None:
    tags = {quad.object.language for quad in in_file(live, WHOLE) if isinstance(quad.object, ox.Literal)}
    assert tags == {None, "zh", "en"}


def test_the_dumps_of_one_graph_say_the_same_in_each_format(live: Path) -> None:
    expected, *others = (
        {quad.triple for quad in in_file(live, f"dumps/plan/tianjin-2020-293.{suffix}")}
        for suffix in ("nq", "ttl", "jsonld")
    )
    assert others == [expected, expected]


def test_the_table_of_measures_is_read_by_a_stranger(live: Path) -> None:
    text = compression.read(live, "dumps/measures.csv").decode()
    table = list(csv.DictReader(io.StringIO(text, newline="")))
    assert len(table) == 84
    assert table[35]["measure"] == f"{DATA}id/measure/tianjin-2020-293/36"
    assert table[35]["implements"] == "https://w3id.org/policygraph/national/ndrc-2020-293/requirement/07.1"
    assert table[35]["agencies"].split("|") == ["天津市文化和旅游局", "中共天津市委宣传部"]


def test_the_document_is_published_unchanged(live: Path) -> None:
    assert (live / "dumps/document/tianjin-2020-293/document.txt").read_bytes() == (PLAN / "document.txt").read_bytes()


def test_the_seeds_hold_the_document_as_it_was_given() -> None:
    source = PLAN.parents[3] / "shared" / "source" / "000_ef56ec4b67c98340.txt"
    if not source.exists():
        pytest.skip("the source that was given is not beside this checkout")
    assert (PLAN / "document.txt").read_bytes() == source.read_bytes()


def test_two_builds_of_one_input_give_the_same_bytes_and_id(live: Path, tmp_path: Path) -> None:
    outcome = build.build([PLAN], Settings(), tmp_path, build.Options())
    assert outcome.release is not None
    assert outcome.release.name == live.name
    paths = sorted(path.relative_to(live) for path in (live / "dumps").rglob("*") if path.is_file())
    assert paths == sorted(
        path.relative_to(outcome.release) for path in (outcome.release / "dumps").rglob("*") if path.is_file()
    )
    assert all((live / path).read_bytes() == (outcome.release / path).read_bytes() for path in paths)


def test_the_checksums_of_the_manifest_are_true(live: Path) -> None:
    manifest = release.read_manifest(live)
    assert manifest.dumps
    for dump in manifest.dumps:
        content = compression.read(live, dump.path)
        assert (len(content), hashlib.sha256(content).hexdigest()) == (dump.byte_size, dump.sha256), dump.path


def test_the_store_holds_what_the_dump_holds(live: Path, store: ox.Store) -> None:
    manifest = release.read_manifest(live)
    named = [quad for quad in store if quad.graph_name != ox.DefaultGraph()]
    assert len(named) == manifest.triples == len(in_file(live, WHOLE))


def test_the_default_graph_is_the_merge_of_all_graphs(store: ox.Store) -> None:
    merged = {quad.triple for quad in store.quads_for_pattern(None, None, None, ox.DefaultGraph())}
    assert merged == {quad.triple for quad in store if quad.graph_name != ox.DefaultGraph()}


def test_another_base_makes_another_graph_under_it(tmp_path: Path) -> None:
    terms = Publication(base="https://data.example.org/pg/", vocabulary="https://words.example.org/")
    outcome = build.build([PLAN], Settings(publication=terms), tmp_path, build.Options())
    assert outcome.exit_code == 0, outcome.made[0].held_back
    assert outcome.release is not None
    text = compression.read(outcome.release, WHOLE).decode()
    assert "<https://data.example.org/pg/id/measure/tianjin-2020-293/36>" in text
    assert "https://w3id.org/policygraph/" not in text.replace("<https://w3id.org/policygraph/def/", "")
    assert Iris().base not in text
