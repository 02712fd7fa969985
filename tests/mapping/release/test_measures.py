"""The measures as CSV and as XML: both say the same, whatever a document has in its texts."""

from pathlib import Path

import pytest
from lxml import etree

from mapping.release import compression
from mapping.release.folder import Dump
from mapping.release.tables import measures
from mapping.release.tables.cells import table
from mapping.release.tables.measures import Row, Value, form_of

HEADS = tuple(measures.columns())
SCHEMA = etree.XMLSchema(etree.fromstring(measures.schema()))


def row(**said: Value) -> Row:
    """Return a row that says something in some columns."""
    nothing: dict[str, Value] = {name: () if "several" in column else "" for name, column in measures.columns().items()}
    return tuple((nothing | said).values())


def read(written: bytes) -> list[dict[str, list[str]]]:
    """Return the records of valid XML, each element's texts by its name."""
    SCHEMA.assertValid(root := etree.fromstring(written))
    return [
        {name: [each.text or "" for each in record.findall(name)] for name in HEADS if record.find(name) is not None}
        for record in root.findall("record")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "建 <b>3</b> 个站点 & 仓库 ]]> <!-- 略 -->",
        "引号 \" 与 ' 照印",
        "首行\n次行\r\n末行",
        "  两端有空格 ",
        "𠮷野家|分店",
        "=SUM(A1)",
        "\u202e逆序",
    ],
)
def test_a_text_is_in_the_xml_as_it_is_printed(text: str) -> None:
    assert read(measures.as_xml([row(text=text)], "x.xsd")) == [{"text": [text]}]


@pytest.mark.parametrize("sign", ["\0", "\x0b", "\x1f", "\ufffe", "\uffff"])
def test_a_sign_that_no_xml_may_hold_is_replaced_and_seen(sign: str) -> None:
    assert read(measures.as_xml([row(text=f"前{sign}后")], "x.xsd")) == [{"text": ["前�后"]}]


def test_several_values_are_an_element_each_and_no_value_is_none() -> None:
    (record,) = read(measures.as_xml([row(number="3", lead=("商务厅", "财政厅|国库"), deadline="2022-12-31")], "x.xsd"))
    assert record == {"number": ["3"], "lead": ["商务厅", "财政厅|国库"], "deadline": ["2022-12-31"]}


def test_the_schema_refuses_what_is_no_measure() -> None:
    for wrong in (row(deadline="年底"), row(page="三"), row(other_agencies="是")):
        assert not SCHEMA.validate(etree.fromstring(measures.as_xml([wrong], "x.xsd")))


def test_every_column_is_named_in_both_languages_in_the_xml_and_in_the_schema() -> None:
    root = etree.fromstring(measures.as_xml([], "x.xsd"))
    named = [(each.get("name"), each.get("zh"), each.get("en")) for each in root.iter("column")]
    assert named == [(name, column["zh"], column["en"]) for name, column in measures.columns().items()]
    said = [each.text for each in etree.fromstring(measures.schema()).iter("{*}documentation")]
    assert said == [text for _, zh, en in named for text in (zh, en)]


def test_what_was_written_as_csv_is_read_again() -> None:
    rows = [row(number="1", text="=1+1", agencies=("甲局", "乙局")), row(text="'引", page="2"), row(text="首行\n次行")]
    assert measures.of_csv(measures.as_csv(rows)) == rows


def test_what_was_written_before_there_were_translations_is_read_and_written_anew(tmp_path: Path) -> None:
    heads = [name for name in HEADS if not name.startswith("unofficial")]
    (kept := tmp_path / "kept.csv").write_text(
        table(heads, [["jia", "7", *[""] * (len(heads) - 2)]]), "utf-8", newline=""
    )
    (tmp_path / "jia.csv").hardlink_to(kept)
    (tmp_path / "jia.xml").write_text("<old/>")
    anew = measures.complete("jia", tmp_path, "graph")
    assert sorted(each.path for each in anew) == ["jia.csv", "jia.xml"]
    assert read((tmp_path / "jia.xml").read_bytes()) == [{"plan": ["jia"], "number": ["7"]}]
    assert (tmp_path / "jia.csv").read_text("utf-8").partition("\n")[0].rstrip() == ",".join(HEADS)
    assert "unofficial" not in kept.read_text("utf-8")
    assert measures.complete("jia", tmp_path, "graph") == ()


def test_the_whole_has_the_measures_of_every_plan_once(tmp_path: Path) -> None:
    for plan in ("jia", "yi"):
        plan_rows = [row(plan=plan, number=str(number)) for number in (1, 2)]
        measures.write(plan_rows, f"dumps/plan/{plan}", tmp_path, "graph")
    written = measures.write_whole(["jia", "yi"], tmp_path)
    assert [each.path for each in written] == ["dumps/measures.csv", "dumps/measures.xml", "dumps/measures.xsd"]
    wanted = [(plan, number) for plan in ("jia", "yi") for number in ("1", "2")]
    whole = (tmp_path / "dumps" / "measures.xml").read_bytes()
    assert [(each["plan"][0], each["number"][0]) for each in read(whole)] == wanted
    table = (tmp_path / "dumps" / "measures.csv").read_bytes().decode()
    assert [each[:2] for each in measures.of_csv(table)] == wanted


def test_a_plan_carried_over_from_before_there_was_xml_gets_it_from_its_csv(tmp_path: Path) -> None:
    rows = [row(plan="bing", text="-3%|以内", targets=("降幅: 3 %", "户数: 5 户"))]
    written = measures.write(rows, (path := "dumps/plan/bing"), tmp_path, "graph")[1]
    assert measures.complete(path, tmp_path, "graph") == ()
    for form in compression.forms(f"{path}.xml"):
        (tmp_path / form).unlink(missing_ok=True)
    assert measures.complete(path, tmp_path, "graph") == (written,)


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("dumps/measures.csv", "csv"),
        ("dumps/plan/hunan-2021.xml", "xml"),
        ("dumps/plan/hunan-2021.ttl", None),
        ("dumps/measures.xsd", None),
        ("dumps/document/hunan-2021/分工表.csv", None),
        ("dumps/document/hunan-2021/measures.xml", None),
    ],
)
def test_a_document_that_is_a_table_itself_is_not_taken_for_the_measures(path: str, form: str | None) -> None:
    assert form_of(Dump(path=path, media_type="text/csv", byte_size=1, sha256="0" * 64)) == form
