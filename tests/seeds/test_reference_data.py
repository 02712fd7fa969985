"""The curated data that comes with the product, held against the sources it was taken from."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from mapping.agencies.resolution import resolve
from mapping.reference.bodies import Validity
from mapping.reference.reference import Reference, load

ROOT = Path(__file__).parents[2]
PLAN = ROOT / "seeds/plans/tianjin-2020-293/document.txt"
PROVINCES = ROOT / "../shared/reference/provinces.json"

POINTS_OF_ROWS = (
    [1] * 6 + [2] * 5 + [3] * 5 + [4] * 3 + [5] * 8 + [6] * 8 + [7] * 3 + [8] * 4 + [9] * 6 + [10] * 3 + [11] * 5
    + [12] + [13] * 9 + [14] * 3 + [15] * 3 + [16] * 3 + [17] * 5 + [18] * 3 + [19]
)  # fmt: skip # entries side by side


@pytest.fixture(scope="module")
def reference() -> Reference:
    return load()


@pytest.fixture(scope="module")
def cells() -> dict[int, list[str]]:
    """The cells of each row of the plan's table that hold something, serial first, by serial."""
    lines = (line for line in PLAN.read_text("utf-8").split("\n") if re.match(r"\d+\t", line))
    rows = ([cell for cell in line.split("\t") if cell.strip()] for line in lines)
    return {int(row[0]): row for row in rows}


def test_the_national_document_has_6_parts_19_points_and_84_requirements(reference: Reference) -> None:
    document = reference.national("ndrc-2020-293")

    assert (len(document.parts), len(document.points), len(document.requirements)) == (6, 19, 84)
    assert [part.number for part in document.parts] == list(range(1, 7))
    assert [point.number for point in document.points] == list(range(1, 20))
    assert [found.position for found in document.requirements] == list(range(1, 85))


def test_points_form_the_parts_that_the_design_states(reference: Reference) -> None:
    assert [point.part for point in reference.national("ndrc-2020-293").points] == (
        [1] * 4 + [2] * 3 + [3] * 3 + [4] * 4 + [5] * 2 + [6] * 3
    )


def test_requirements_are_numbered_within_the_points_of_their_rows(reference: Reference) -> None:
    seen: Counter[int] = Counter()
    for found, point in zip(reference.national("ndrc-2020-293").requirements, POINTS_OF_ROWS, strict=True):
        seen[point] += 1
        assert found.number == f"{point:02d}.{seen[point]}"
        assert found.theme == f"pg:theme/ndrc-2020-293/{point:02d}"


def test_every_requirement_is_the_text_of_its_cell(reference: Reference, cells: dict[int, list[str]]) -> None:
    swallowed = {57: "(十二) 鼓励线上线下融合等新消费模式发展 ", 60: "(十三) 鼓励使用绿色智能产品 "}
    for found in reference.national("ndrc-2020-293").requirements:
        assert swallowed.get(found.position, "") + found.text == cells[found.position][-3]


def test_editorial_facts_say_so_in_both_languages(reference: Reference) -> None:
    data = reference.statements
    vocabulary = reference.iris.vocabulary
    editorial = [f"part/{number}" for number in range(1, 7)] + ["point/11", "requirement/07.1"]
    for name in editorial:
        subject = f"{vocabulary}national/ndrc-2020-293/{name}"
        assert set(data.label(subject, "skos:editorialNote")) == {"zh", "en"}


def test_what_is_not_known_of_the_national_document_is_a_gap_and_no_fact(reference: Reference) -> None:
    subject = f"{reference.iris.vocabulary}national/ndrc-2020-293"
    data = reference.statements

    assert len(data.named(subject, "eli:passed_by")) == 1
    assert not data.literals(subject, "eli:date_document")
    assert not data.literals(subject, "eli:date_publication")
    assert len(data.texts(subject, "policy:knownGap", "zh")) == len(data.texts(subject, "policy:knownGap", "en")) == 3


def test_plans_known_only_by_their_metadata_say_that_their_text_is_not_held(reference: Reference) -> None:
    data = reference.statements
    plans = data.having("eli:ensures_implementation_of", f"{reference.iris.vocabulary}national/ndrc-2020-293")

    assert [data.value(plan, "eli:id_local") for plan in plans] == [
        "甘政办发〔2020〕41号",
        "湘发改就业规〔2020〕764号",
        "鲁发改经贸〔2020〕766号",
    ]
    assert all("原文未收录。" in data.texts(plan, "policy:knownGap") for plan in plans)


def test_every_theme_leads_to_an_eu_data_theme(reference: Reference) -> None:
    data = reference.statements
    themes = data.of_class("policy:Theme")

    assert len(themes) == 25
    for theme in themes:
        matches = data.named(theme, "skos:broadMatch")
        assert matches
        assert all(
            found.startswith("http://publications.europa.eu/resource/authority/data-theme/") for found in matches
        )


@pytest.mark.skipif(not PROVINCES.exists(), reason="the table of provinces is not beside the checkout")
def test_the_31_provinces_have_the_codes_and_links_of_the_table(reference: Reference) -> None:
    table: list[dict[str, Any]] = json.loads(PROVINCES.read_text("utf-8"))
    provinces = [place for place in reference.jurisdictions.values() if place.broader == "100000"]

    assert {place.code for place in provinces} == {row["gb2260"] for row in table}
    for row in table:
        place = reference.jurisdiction(row["gb2260"])
        subject = reference.iris.absolute(place.reference)
        notations = {notation.value for notation in reference.statements.literals(subject, "skos:notation")}
        assert place.label["zh"] == row["name_zh"]
        assert notations == {row["gb2260"], row["iso3166_2"]}
        assert reference.statements.named(subject, "owl:sameAs") == [
            f"http://www.wikidata.org/entity/{row['wikidata']}",
            f"https://sws.geonames.org/{row['geonames']}/",
        ]


def test_every_jurisdiction_lies_in_the_one_that_its_code_says(reference: Reference) -> None:
    for code, place in reference.jurisdictions.items():
        assert place.broader in {None, "100000", f"{code[:2]}0000", f"{code[:4]}00"}
        assert re.fullmatch(r"\d{6}", code)
    assert sum(code.endswith("00") and not code.endswith("0000") for code in reference.jurisdictions) == 333


def test_the_35_bodies_of_the_plan_are_the_35_curated_agencies(
    reference: Reference, cells: dict[int, list[str]]
) -> None:
    printed = (re.split("[、,，]", row[-1].replace("等相关部门", "")) for row in cells.values())
    names = {name for row in printed for name in row if name}
    agencies = {resolve(name, "120000", reference).agency for name in names}

    assert len(names) == 35
    assert agencies == {agency.reference for agency in reference.agencies_of("120000")}


def test_local_units_of_central_bodies_name_the_central_body(reference: Reference) -> None:
    units = [
        agency for agency in reference.agencies_of("120000") if agency.kind == "pg:kind/local-unit-of-central-body"
    ]

    assert {agency.label["zh"]: agency.parent for agency in units} == {
        "中华人民共和国天津海关": "pg:agency/100000/hai-guan-zong-shu",
        "中国人民银行天津分行": "pg:agency/100000/zhong-guo-ren-min-yin-hang",
        "中国证券监督管理委员会天津监管局": "pg:agency/100000/zheng-jian-hui",
        "中国银行保险监督管理委员会天津监管局": "pg:agency/100000/yin-bao-jian-hui",
        "国家税务总局天津市税务局": "pg:agency/100000/guo-jia-shui-wu-zong-ju",
        "天津市邮政管理局": "pg:agency/100000/guo-jia-you-zheng-ju",
        "天津市通信管理局": "pg:agency/100000/gong-ye-he-xin-xi-hua-bu",
        "天津出入境边防检查总站": "pg:agency/100000/guo-jia-yi-min-ju",
    }


def test_no_curated_agency_claims_to_be_a_thing_elsewhere(reference: Reference) -> None:
    for agency in reference.agencies.values():
        assert not reference.statements.named(reference.iris.absolute(agency.reference), "owl:sameAs")


def test_what_was_replaced_ends_when_what_replaced_it_begins(reference: Reference) -> None:
    places = {place.reference: place.validity for place in reference.jurisdictions.values()}
    bodies = {agency.reference: agency.validity for agency in reference.agencies.values()}
    ended = [(known, found) for known in (places, bodies) for found in known.values() if found.last]

    assert len(ended) > 90  # 70 places and 22 central bodies, when the list was made
    for known, validity in ended:
        assert validity.replaced_by
        assert (validity.first or 0) < (validity.last or 0)
        for after in validity.replaced_by:
            begins = known[after].first
            assert begins is None or begins <= (validity.last or 0)


def test_years_of_validity_say_in_both_languages_where_they_are_from(reference: Reference) -> None:
    places = [place for place in reference.jurisdictions.values() if place.validity != Validity()]
    bodies = [agency for agency in reference.agencies.values() if agency.validity != Validity()]
    dated = [place.reference for place in places] + [agency.reference for agency in bodies]

    assert dated
    for name in dated:
        assert set(reference.statements.label(reference.iris.absolute(name), "skos:editorialNote")) == {"zh", "en"}


@pytest.mark.parametrize(
    ("code", "year", "name"),
    [("130503", 2018, "桥西区"), ("130503", 2024, "信都区"), ("130503", None, "信都区"), ("320613", 2018, "崇川区")],
)
def test_a_place_has_the_name_of_the_year(reference: Reference, code: str, year: int | None, name: str) -> None:
    assert reference.jurisdiction(code).name_in(year) == name
