"""A plan with unofficial translations, built: in the graph with where they come from, judged, never the source's words."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import msgspec
import pyoxigraph as ox
import pytest

from mapping import build
from mapping.build import Options, Outcome
from mapping.release import compression
from mapping.workbench import Settings

PLAN = """
id = "care-2021"
document = "document.csv"
national = "ndrc-2020-293"
jurisdiction = "430000"
date_document = 2021-06-01
title = { zh = "养老方案", en = "A plan for the elderly" }
license = "https://example.org/terms"
"""
ROWS = (
    "序号,国家要求,落实举措,责任单位\n"
    "1,支持发展养老服务。,新建老年食堂30处。,省民政厅\n"
    "2,支持发展养老服务。,贯彻《老年助餐服务规范》。,省民政厅\n"
)
SAID = (
    "# translator: A library of the place\n"
    "number\ttext\tsource\n"
    "measure 1\tOpen 30 canteens for the elderly.\t新建老年食堂30处。\n"
    "target 1.1\tcanteens for the elderly\t新建老年食堂\n"
    "measure 2\tFollow the Standards for Meals.\t贯彻《助餐规范》。\n"
)
PREFIXES = """
PREFIX policy: <https://w3id.org/policygraph/def#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX schema: <http://schema.org/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX spdx: <http://spdx.org/rdf/terms#>
"""


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    folder = tmp_path_factory.mktemp("translated")
    (plan := folder / "plans" / "care-2021").mkdir(parents=True)
    (plan / "plan.toml").write_text(PLAN, "utf-8")
    (plan / "document.csv").write_text(ROWS, "utf-8")
    (plan / "translations.en.tsv").write_text(SAID, "utf-8")
    return build.build([plan], Settings(), folder / "releases", Options())


@pytest.fixture(scope="module")
def store(outcome: Outcome) -> ox.Store:
    assert outcome.release is not None
    return ox.Store.read_only(str(outcome.release / "store"))


def rows(store: ox.Store, query: str) -> Iterator[tuple[str, ...]]:
    found = store.query(PREFIXES + query)
    assert isinstance(found, ox.QuerySolutions)
    for row in found:
        yield tuple(str(value) for value in row)


def test_a_translation_is_a_property_of_its_own_in_english(store: ox.Store) -> None:
    found = list(
        rows(
            store, "SELECT ?text ?said { ?m a policy:Measure ; schema:text ?text ; policy:unofficialTranslation ?said }"
        )
    )
    assert found == [('"新建老年食堂30处。"@zh', '"Open 30 canteens for the elderly."@en')]
    assert not list(rows(store, "SELECT ?text { ?m schema:text ?text FILTER(LANG(?text) = 'en') }"))


def test_who_translated_and_what_it_comes_from_stand_at_the_file(store: ox.Store) -> None:
    (found,) = rows(
        store,
        """SELECT ?credit ?licence ?file ?sum ?from ?title {
            ?plan policy:hasTranslation ?t ; prov:wasGeneratedBy/prov:used ?t .
            ?t a policy:Translation ; prov:wasDerivedFrom ?from ; schema:creditText ?credit ; dct:license ?licence ;
                policy:fileName ?file ; spdx:checksum/spdx:checksumValue ?sum ; dct:title ?title
            FILTER(?from = ?plan && LANG(?title) = "en" && CONTAINS(STR(?plan), "care-2021"))
        }""",
    )
    credit, licence, file, checksum, _, title = found
    publishers = "<https://creativecommons.org/licenses/by/4.0/>"  # the plan has terms of its own
    assert (credit, licence) == ('"A library of the place"', publishers)
    assert "translations.en.tsv" in file
    assert "hexBinary" in checksum
    assert "unofficial" in title


def test_what_lacks_its_translation_is_a_warning_and_holds_nothing_back(outcome: Outcome) -> None:
    assert outcome.exit_code == 0
    assert outcome.release is not None
    report = msgspec.json.decode((outcome.release / "reports" / "care-2021.json").read_bytes())
    lacking = [each for each in report["results"] if "PlanTranslations" in each.get("constraint", "")]
    assert {each["value"].rpartition("/")[2].rstrip(">").split("-")[0] for each in lacking} == {"1", "2", "lao"}
    assert {each["severity"] for each in lacking} == {"Warning"}
    assert set(lacking[0]["messages"]) == {"zh", "en"}


def test_the_translation_of_an_older_text_is_told_by_the_build(outcome: Outcome) -> None:
    (made,) = outcome.made
    (finding,) = [each for each in made.findings if each.code == "stale-translation"]
    assert finding.text == "measure 2"
    assert "row 5" in finding.message


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("Measure", 84),
        ("Requirement", 84),
        ("Target", 11),
        ("Parameter", 4),
        ("CitedDocument", 9),
        ("QuotedRequirement", 0),
    ],
)
def test_all_of_the_tianjin_plan_and_of_its_national_document_is_translated(
    live: Path, kind: str, expected: int
) -> None:
    of_seeds = ox.Store.read_only(str(live / "store"))
    said = f"SELECT DISTINCT ?x {{ ?x a policy:{kind} ; policy:unofficialTranslation ?said }}"
    assert len(list(rows(of_seeds, said))) == expected


def test_the_tables_of_measures_hold_the_translations_in_columns_of_their_own(live: Path) -> None:
    written = compression.read(live, "dumps/plan/tianjin-2020-293.csv").decode()
    found = {row["number"]: row for row in csv.DictReader(io.StringIO(written, newline=""))}
    assert all(row["unofficial_translation"] and row["unofficial_printed_requirement"] for row in found.values())
    assert found["41"]["targets"].count("|") == found["41"]["unofficial_targets"].count("|")
    assert "200" in found["41"]["unofficial_targets"]
    records = ElementTree.fromstring(compression.read(live, "dumps/measures.xml")).findall("record")
    said = {each.findtext("number"): each.findtext("unofficial_translation") for each in records}
    assert said == {number: row["unofficial_translation"] for number, row in found.items()}
    assert not any(row["unofficial_translation"] in row["text"] for row in found.values())


def test_every_quotation_of_tianjin_is_translated_at_its_requirement_and_every_unit_has_its_english(live: Path) -> None:
    of_seeds = ox.Store.read_only(str(live / "store"))
    quoted = "SELECT DISTINCT ?q { ?q a policy:QuotedRequirement ; skos:exactMatch/policy:unofficialTranslation ?said }"
    units = "SELECT DISTINCT ?unit ?said { ?x schema:unitText ?unit OPTIONAL { ?x policy:unofficialUnitTranslation ?said } }"
    assert len(list(rows(of_seeds, quoted))) == 84
    assert ('"元"@zh', '"yuan"@en') in set(rows(of_seeds, units))
    assert [unit for unit, said in rows(of_seeds, units) if said == "None"] == []
