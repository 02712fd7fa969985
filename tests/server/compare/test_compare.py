"""Four places, one of them real: what the tables say of them, for people and for machines."""

import csv
import io
import json
import re
from html import unescape
from typing import Any

import openpyxl
import pytest
from flask.testing import FlaskClient

from server.words.language import Words

TABLES = ("themes", "requirements", "functions", "targets", "gaps")
TIANJIN = "https://w3id.org/policygraph/jurisdiction/120000"
JIA = "https://w3id.org/policygraph/jurisdiction/970000"
YI = "https://w3id.org/policygraph/jurisdiction/980000"
BING = "https://w3id.org/policygraph/jurisdiction/990000"


def rows(client: FlaskClient, address: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(address).get_json()["rows"]
    return found


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("table", TABLES)
def test_every_table_has_a_page_in_both_languages(client: FlaskClient, table: str, language: str) -> None:
    page = client.get(f"/compare/{table}?lang={language}")
    assert page.status_code == 200
    assert page.content_type == "text/html; charset=utf-8"
    assert f'<html lang="{"zh-Hans" if language == "zh" else "en"}">' in page.text


@pytest.mark.parametrize("table", [*TABLES, "requirement"])
def test_a_table_says_the_same_as_json_and_as_csv(client: FlaskClient, table: str) -> None:
    address = "?requirement=08.3" if table == "requirement" else ""
    as_json = client.get(f"/compare/{table}.json{address}").get_json()
    as_csv = list(csv.DictReader(io.StringIO(client.get(f"/compare/{table}.csv{address}").data.decode("utf-8-sig"))))
    assert len(as_csv) == len(as_json["rows"]) > 0
    assert list(as_csv[0]) == as_json["fields"]
    said = [{name: "" if value is None else str(value) for name, value in row.items()} for row in as_json["rows"]]
    assert as_csv == said


def test_themes_count_the_measures_of_each_place(client: FlaskClient) -> None:
    counts = {(row["theme"][-2:], row["place"]): row["measures"] for row in rows(client, "/compare/themes.json")}
    assert [counts["01", place] for place in (TIANJIN, JIA, YI, BING)] == [6, 2, 2, 1]
    assert [counts["07", place] for place in (TIANJIN, JIA, YI, BING)] == [3, 0, 0, 0]


def test_a_part_has_the_measures_and_targets_of_its_points_each_once(client: FlaskClient) -> None:
    by_theme = {(row["theme"].rpartition("/")[2], row["place"]): row for row in rows(client, "/compare/themes.json")}
    points = {"part-2": ("05", "06", "07"), "part-6": ("17", "18", "19")}
    for part, narrower in points.items():
        for place in (TIANJIN, JIA, YI, BING):
            counts = [by_theme[point, place]["measures"] for point in narrower]
            assert max(counts) <= by_theme[part, place]["measures"] <= sum(counts)
    assert by_theme["part-2", TIANJIN]["measures"] == sum(
        by_theme[point, TIANJIN]["measures"] for point in points["part-2"]
    )


def test_a_part_can_be_asked_about_in_every_table(client: FlaskClient) -> None:
    for table in ("functions", "targets", "requirements"):
        assert rows(client, f"/compare/{table}.json?theme=part-3"), table


@pytest.mark.parametrize("table", [*TABLES, "requirement"])
def test_a_comparison_is_a_spreadsheet_with_heads_in_the_language_asked_for(client: FlaskClient, table: str) -> None:
    query = "requirement=08.3" if table == "requirement" else ""
    as_json = client.get(f"/compare/{table}.json?{query}").get_json()
    sheets = [
        openpyxl.load_workbook(io.BytesIO(client.get(f"/compare/{table}.xlsx?{query}&lang={lang}").data)).worksheets[0]
        for lang in ("zh", "en")
    ]
    heads = [[cell.value for cell in sheet[1]] for sheet in sheets]
    assert not {head for each in heads for head in each} & set(as_json["fields"])
    assert [sheet.max_row - 1 for sheet in sheets] == [len(as_json["rows"])] * 2


def test_themes_name_the_targets(client: FlaskClient) -> None:
    texts = {(row["theme"][-2:], row["place"]): row["target_texts"] for row in rows(client, "/compare/themes.json")}
    assert "新建品牌连锁便利店: 300 家" in texts["08", JIA]
    assert "新建品牌连锁便利店: 200 家" in texts["08", TIANJIN]


def test_one_requirement_shows_the_national_text_each_plans_own_and_the_mapping(client: FlaskClient) -> None:
    found = {row["place"]: row for row in rows(client, "/compare/requirement.json?requirement=08.3")}
    assert set(found) == {TIANJIN, JIA, YI, BING}
    assert found[TIANJIN]["predicate"] == "skos:exactMatch"
    assert found[JIA]["printed"] == "促进社区生活服务业发展，大力发展便利店、社区菜店等社区商业，加快社区便民商圈建设。"
    assert (found[JIA]["predicate"], found[JIA]["mapped_text"]) == ("skos:closeMatch", "printed")
    assert (found[BING]["printed"], found[BING]["mapped_text"]) == ("三、着力建设城乡融合消费网络", "measure")
    page = client.get("/compare/requirement?requirement=08.3").text
    assert page.count(f">{Words('zh')('borrowed.skos-closeMatch')}</a>") == 3
    assert "促进社区生活服务业发展, 大力发展便利店、社区菜店等社区商业, 拓宽物业服务, 加快社区便民商圈建设。" in page


def test_the_same_function_is_another_body_in_every_place(client: FlaskClient) -> None:
    commerce = [row for row in rows(client, "/compare/functions.json") if row["function"].endswith("function/commerce")]
    assert {row["place"]: row["agency_label"] for row in commerce} == {
        TIANJIN: "天津市商务局",
        JIA: "虚构甲省商务厅",
        YI: "虚构乙市商务局",
        BING: "虚构丙自治区商务厅",
    }
    led = {row["place"]: int(row["led"]) for row in commerce}
    assert led[TIANJIN] == 0
    assert led[JIA] == 7


def test_a_plan_that_states_no_lead_is_said_to(client: FlaskClient) -> None:
    page = client.get("/compare/functions?lang=en").text
    assert "The plan of Tianjin states no lead bodies" in page
    assert "The plan of Invented Province Jia states no lead bodies" not in page


def test_targets_of_one_unit_stand_side_by_side_in_base_units(client: FlaskClient) -> None:
    found = rows(client, "/compare/targets.json")
    shops = {
        row["place"]: row["value"]
        for row in found
        if "便利店" in row["description"] and row["requirement_number"] == "08.3"
    }
    assert shops == {TIANJIN: "200", JIA: "300", YI: "120", BING: "80"}
    assert next(row["value"] for row in found if "销售额" in row["description"]) == "1000000000"


def test_targets_can_be_of_one_unit_only(client: FlaskClient) -> None:
    assert {row["unit"] for row in rows(client, "/compare/targets.json?unit=%25")} == {"%"}


def test_a_target_whose_denominator_no_source_states_is_divided_by_nothing(client: FlaskClient) -> None:
    page = client.get("/compare/targets?lang=en").text
    assert "No source here states a denominator" in page
    assert not {"per_capita", "share"} & set(client.get("/compare/targets.json").get_json()["fields"])


def test_gaps_are_the_requirements_that_a_place_has_no_measure_for(client: FlaskClient) -> None:
    states = {(row["number"], row["place"]): row["state"] for row in rows(client, "/compare/gaps.json")}
    assert states["07.1", TIANJIN] == "acted"
    assert [states["07.1", place] for place in (JIA, YI, BING)] == ["gap"] * 3
    assert ("08.3", TIANJIN) not in states  # everyone acts on it


def test_what_nobody_of_the_chosen_places_acts_on_is_counted(client: FlaskClient) -> None:
    page = client.get("/compare/gaps?place=970000&place=980000&place=990000&lang=en").text
    nobody = int(re.search(r"(\d+) of them have none in any", page)[1])  # type: ignore[index]
    acted = {
        row["requirement"]
        for row in rows(client, "/compare/requirements.json?place=970000&place=980000&place=990000")
        if row["state"] != "gap"
    }
    assert nobody == 84 - len(acted) > 0


def test_plans_known_by_their_metadata_alone_show_as_text_not_held(client: FlaskClient) -> None:
    page = client.get("/compare?lang=en").text
    assert page.count(">text not held</span>") == 3
    assert "Plans whose texts are not held" in page
    for name in ("Shandong", "Hunan", "Gansu"):
        assert name in page
    heading = client.get("/compare.json").get_json()
    assert len(heading["textNotHeld"]) == 3
    assert {row["place"] for row in heading["rows"]} == {TIANJIN, JIA, YI, BING}


def test_places_without_any_text_compare_with_nothing_and_say_so(client: FlaskClient) -> None:
    page = client.get("/compare/themes?place=370000&lang=en")
    assert page.status_code == 200
    assert "not held, so there is nothing to compare" in page.text
    assert client.get("/compare/themes.ttl?place=370000").status_code == 200


def test_invented_plans_are_marked_on_the_page(client: FlaskClient) -> None:
    assert client.get("/compare/themes?lang=en").text.count(">sample</span>") >= 3


def test_a_comparison_starts_from_a_theme_a_requirement_or_places_and_has_a_permalink(client: FlaskClient) -> None:
    page = client.get("/compare/requirements?theme=08&place=120000&place=970000&lang=en").text
    permalink = re.search(r'<link rel="canonical" href="([^"]+)"', page)[1].replace("&amp;", "&")  # type: ignore[index]
    assert permalink == "/compare/requirements?national=ndrc-2020-293&place=120000&place=970000&theme=08"
    again = client.get(f"{permalink}&lang=en").text
    assert re.findall(r"<t[hd].*", again) == re.findall(r"<t[hd].*", page)


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("/compare/themes?place=110000", "place='110000' has no plan"),
        ("/compare/themes?places=120000", "Did you mean place?"),
        ("/compare?region=120000", "no parameter 'region'"),
        ("/compare/themes?theme=99", "theme='99' is not in this comparison"),
        ("/compare/requirement?requirement=99.1", "requirement='99.1' is not"),
        ("/compare/requirement", "Name a requirement"),
        ("/compare/themes?national=x", "There is: ndrc-2020-293"),
        ("/compare/themes?" + "&".join(f"place={code}" for code in range(13)), "choose at most 12"),
    ],
)
def test_a_choice_that_cannot_be_made_says_what_can(client: FlaskClient, address: str, says: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 400
    assert says in answer.text


def test_an_unknown_table_or_format_is_not_found(client: FlaskClient) -> None:
    assert client.get("/compare/nothing").status_code == 404
    assert client.get("/compare/themes.odt").status_code == 404


def test_a_table_is_negotiated_and_kept(client: FlaskClient) -> None:
    assert client.get("/compare/themes", headers={"Accept": "text/csv"}).mimetype == "text/csv"
    assert client.get("/compare/themes", headers={"Accept": "image/png"}).status_code == 406
    first = client.get("/compare/themes.json")
    again = client.get("/compare/themes.json", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_every_picture_says_in_words_what_it_shows(client: FlaskClient) -> None:
    for address in ("/compare/themes?lang=en", "/compare/functions?lang=en", "/compare/targets?theme=08&lang=en"):
        page = client.get(address).text
        pictures = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
        for picture in pictures:
            labelled = re.search(r'role="group" aria-labelledby="([^"]+)"', picture)[1].split()  # type: ignore[index]
            assert all(f'id="{name}"' in picture for name in labelled)
        assert "<table" in page


def test_json_names_the_release_and_the_permalink(client: FlaskClient) -> None:
    said = json.loads(client.get("/compare/gaps.json").data)
    assert said["release"]
    assert said["permalink"].startswith("http://localhost:8000/compare/gaps?national=ndrc-2020-293&place=120000")


@pytest.mark.parametrize("table", ["targets", "requirement"])
def test_texts_and_targets_are_turtle_of_the_graph_itself(client: FlaskClient, table: str) -> None:
    turtle = client.get(f"/compare/{table}.ttl?requirement=08.3").text
    assert "<http://localhost:8000/id/measure/sample-jia-2020-293/12>" in turtle


@pytest.mark.parametrize(("language", "said"), [("zh", "由来源如此而必然成立"), ("en", "by construction")])
@pytest.mark.parametrize("table", [*TABLES, "requirement"])
def test_every_table_says_whose_quotations_the_requirements_are(
    client: FlaskClient, table: str, language: str, said: str
) -> None:
    address = f"/compare/{table}?lang={language}" + ("&requirement=08.3" if table == "requirement" else "")
    shown = client.get(address).text
    caution = shown[shown.index('<p class="caution">') :].split("</p>")[0]
    assert said in caution
    assert "/id/plan/tianjin-2020-293" in caution


def test_rows_say_what_is_true_by_construction(client: FlaskClient) -> None:
    found = {row["place"]: row["by_construction"] for row in rows(client, "/compare/requirements.json")}
    assert found == {TIANJIN: True, JIA: False, YI: False, BING: False}
    texts = {row["place"]: row["by_construction"] for row in rows(client, "/compare/requirement.json?requirement=08.3")}
    assert texts == {TIANJIN: True, JIA: False, YI: False, BING: False}
    assert len(client.get("/compare/gaps.json").get_json()["requirementsQuotedOnlyIn"]) == 1


def test_a_document_whose_text_is_held_has_no_such_caution(client: FlaskClient) -> None:
    assert 'class="caution"' not in client.get("/compare/gaps?national=sample-2021-7").text


def test_a_table_from_a_page_has_heads_in_the_language_of_the_page(client: FlaskClient) -> None:
    page = unescape(client.get("/compare/themes?lang=en").text)
    address = re.search(r'<a href="(/compare/themes\.csv[^"]*)">CSV</a>', page)
    assert address
    heads = next(csv.reader(io.StringIO(client.get(address[1]).data.decode("utf-8-sig"))))
    assert heads[1:5] == ["Policy theme (identifier)", "Policy theme", "Place (identifier)", "Place"]
    assert len(set(heads)) == len(heads)
