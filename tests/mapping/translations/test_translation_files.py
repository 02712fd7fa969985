"""A file of translations, as people and spreadsheets save it, against the texts that it translates."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mapping import plan_folder
from mapping.errors import DocumentError
from mapping.extract import PlanExtraction, extract
from mapping.readers.source import Source
from mapping.reference.reference import load
from mapping.translations import table
from mapping.translations.fitting import FittingTranslations, fit
from mapping.translations.nationals import translations
from mapping.translations.table import TranslationTable
from mapping.translations.texts import SourceText

LIBRARIES = SourceText("measure 1", "新建社区图书馆12个。", "1")
CANTEENS = SourceText("measure 2", "扩大老年食堂覆盖面。", "2")
SITES = SourceText("unit 处", "处")
SOURCES = (LIBRARIES, CANTEENS, SITES)
FILE = (
    "number\ttext\tsource\n"
    "measure 1\tOpen 12 new community libraries.\t新建社区图书馆12个。\n"
    "measure 2\tLet “meals for the old” reach more people.\t扩大老年食堂覆盖面。\n"
)


def read(content: str | bytes) -> TranslationTable:
    return table.read(Source(Path("translations.en.tsv"), content if isinstance(content, bytes) else content.encode()))


def fitted(content: str | bytes) -> FittingTranslations:
    return fit(read(content), SOURCES)


def told(found: FittingTranslations) -> list[str]:
    return [finding.message for finding in found.findings]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-bom", "gb18030"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_file_is_read_in_each_encoding_that_a_spreadsheet_writes(encoding: str, line_end: str) -> None:
    text = FILE.replace("\n", line_end)
    content = b"\xff\xfe" + text.encode("utf-16-le") if encoding == "utf-16-le-bom" else text.encode(encoding)

    found = fitted(content)

    assert found.findings == ()
    assert found.texts == {
        "measure 1": "Open 12 new community libraries.",
        "measure 2": "Let “meals for the old” reach more people.",
    }


def test_columns_are_known_by_their_heads_and_others_are_for_people() -> None:
    found = fitted("Source\treviewed\tNUMBER\ttext\n新建社区图书馆12个。\tyes\t1\tOpen 12 new libraries.\n")
    assert (found.texts, found.findings) == ({"measure 1": "Open 12 new libraries."}, ())


def test_a_spreadsheets_quotes_are_not_part_of_the_text() -> None:
    rows = '1\t"Open 12 new ""reading rooms"", and more"\t新建社区图书馆12个。\n'
    assert fitted(FILE[: FILE.index("\n") + 1] + rows).texts == {"measure 1": 'Open 12 new "reading rooms", and more'}


def test_quotes_written_by_hand_stay() -> None:
    rows = '1\t"Reading rooms": open 12.\t新建社区图书馆12个。\n2\tSay "more"\t扩大老年食堂覆盖面。\n'
    assert fitted(FILE[: FILE.index("\n") + 1] + rows).texts == {
        "measure 1": '"Reading rooms": open 12.',
        "measure 2": 'Say "more"',
    }


def test_a_break_inside_a_cell_is_a_space_and_rows_keep_their_numbers() -> None:
    found = read('number\ttext\n\n1\t"Open 12\nlibraries."\n7\tNothing.\n')
    assert [(row.row, row.text) for row in found.rows] == [(3, "Open 12 libraries."), (5, "Nothing.")]


def test_the_head_says_who_translated_and_under_which_licence() -> None:
    found = read("# translator: A library of the place\n#license:  https://example.org/terms\n# a note\n" + FILE)
    assert found.said == {"translator": "A library of the place", "license": "https://example.org/terms"}
    assert [row.row for row in found.rows] == [5, 6]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("no\ttranslation\n1\tx\n", "the column 'number' is missing"),
        ("number,text\n1,x\n", "the column 'number' is missing"),
        ("number\ttext\ttext\n1\tx\ty\n", "the column 'text' stands twice"),
        (b"number\ttext\n1\t\xff\xfe\xfa\x00\n", "not UTF-8"),
        (b"PK\x03\x04\x00\x01", "control character"),
    ],
)
def test_what_is_no_such_table_is_refused_with_what_to_do(content: str | bytes, why: str) -> None:
    with pytest.raises(DocumentError, match=why):
        read(content)


# ---- what fits ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["1", "measure 1", " Measure\u00a01 ", "MEASURE 01", "１"])
def test_a_text_is_named_by_its_kind_and_number_however_it_is_typed(number: str) -> None:
    assert fitted(f"number\ttext\tsource\n{number}\tOpen 12 libraries.\t新建社区图书馆12个。\n").texts == {
        "measure 1": "Open 12 libraries."
    }


def test_a_row_of_a_text_that_is_not_there_is_told_with_its_row_and_what_texts_are_called() -> None:
    found = fitted(FILE + "target 9.1\tcanteens\t食堂\n")
    (finding,) = found.findings
    assert "row 4" in finding.message
    assert "“target 9.1”" in finding.message
    assert "measure 1, unit 处" in finding.advice


def test_of_two_translations_of_a_text_none_is_published() -> None:
    found = fitted(FILE + "1\tTwelve libraries.\t新建社区图书馆12个。\n")
    assert list(found.texts) == ["measure 2"]
    assert told(found) == [
        "translations.en.tsv, rows 2, 4: measure 1 is translated 2 times, and none is published",
    ]


def test_the_same_translation_twice_does_no_harm() -> None:
    assert fitted(FILE + FILE.splitlines(keepends=True)[1]).texts == fitted(FILE).texts


def test_a_translation_of_an_older_text_is_told_and_not_published() -> None:
    found = fitted(FILE.replace("12个", "10个").replace("12 new", "10 new"))
    assert list(found.texts) == ["measure 2"]
    assert [finding.code for finding in found.findings] == ["stale-translation"]
    assert "it was “新建社区图书馆10个。” and is “新建社区图书馆12个。”" in told(found)[0]


@pytest.mark.parametrize("source", ["新建社区图书馆１２个。", "新建 社区图书馆 12 个。", "新建社區圖書館12个。"])
def test_widths_and_blanks_and_scripts_do_not_make_a_text_another(source: str) -> None:
    assert "measure 1" in fitted(FILE.replace("新建社区图书馆12个。", source)).texts


def test_without_the_source_beside_it_a_translation_is_published_and_told() -> None:
    found = fitted("number\ttext\n1\tOpen 12 libraries.\n2\tReach more people.\n")
    assert len(found.texts) == 2
    (finding,) = found.findings
    assert "no column source" in finding.message
    assert "translate --export" in finding.advice


def test_rows_without_a_text_are_told_together() -> None:
    found = fitted("number\ttext\tsource\nmeasure 1\t\t新建社区图书馆12个。\nmeasure 2\t \t扩大老年食堂覆盖面。\n")
    assert found.texts == {}
    assert told(found) == ["translations.en.tsv: 2 rows have no text (measure 1, measure 2)"]


def test_a_file_without_rows_is_told() -> None:
    assert told(fitted("number\ttext\tsource\n")) == ["translations.en.tsv: it has no rows"]


def test_chinese_is_no_translation() -> None:
    found = fitted("number\ttext\tsource\nunit 处\t处所\t处\n1\tOpen 12 图书馆 (libraries).\t新建社区图书馆12个。\n")
    assert list(found.texts) == ["measure 1"]
    assert "“处所” is no English" in told(found)[0]


def test_a_translation_with_another_number_is_published_and_told() -> None:
    found = fitted(FILE.replace("12 new", "120 new"))
    assert "measure 1" in found.texts
    (message,) = told(found)
    assert "row 2" in message
    assert message.endswith("measure 1 differ: 12 of the text is not in it; 120 is not in the text")


def test_what_is_written_reads_back() -> None:
    rows = [("1", 'Say "a\tb"\nand c', "新建社区图书馆12个。"), ("2", '"All" of it', "扩大老年食堂覆盖面。")]
    found = read(table.written(rows, {"license": "https://example.org/terms"}))
    assert found.said == {"license": "https://example.org/terms"}
    assert [(row.number, row.text, row.source) for row in found.rows] == [
        ("1", 'Say "a b" and c', "新建社区图书馆12个。"),
        ("2", '"All" of it', "扩大老年食堂覆盖面。"),
    ]


# ---- plans -------------------------------------------------------------------------------------------------------------

ROWS = (
    "1,鼓励行业协会、研究机构等开展中国品牌研究。,制定《老年助餐服务规范》，新建老年食堂30处，单餐补贴2元。,省民政厅\n"
    "2,支持发展养老服务。,贯彻《老年助餐服务规范》，再建老年食堂8处。,省民政厅\n"
)
PLAN = (
    "number\ttext\tsource\n"
    "1\tDraw up the Standards for Meals for the Elderly, open 30 canteens, and give 2 yuan a meal.\t"
    "制定《老年助餐服务规范》，新建老年食堂30处，单餐补贴2元。\n"
    "requirement 2\tSupport elderly care.\t支持发展养老服务。\n"
    "target 1.1\tnew canteens for the elderly\t新建老年食堂\n"
    "document 1.1\tStandards for Meals for the Elderly\t老年助餐服务规范\n"
    "unit 处\tsites\t处\n"
)


def extracted(folder: Path) -> PlanExtraction:
    return extract(plan_folder.load(folder), load())


def of_translations(extraction: PlanExtraction) -> list[str]:
    return [each.message for each in extraction.findings if "translation" in each.code]


def test_measures_quotations_targets_documents_and_units_have_their_translations(
    plan_folder: Callable[..., Path],
) -> None:
    folder = plan_folder(ROWS)
    (folder / "translations.en.tsv").write_text(PLAN, "utf-8")
    found = extracted(folder)
    first, second = found.plan.measures

    assert (first.unofficial_translation or "").startswith("Draw up the Standards")
    assert second.unofficial_translation is None
    assert first.targets[0].unofficial_translation == "new canteens for the elderly"
    assert {each.unofficial_unit_translation for each in (*first.targets, *second.targets)} == {"sites"}
    assert second.citations[0].document.unofficial_translation == "Standards for Meals for the Elderly"
    assert [each.unofficial_translation for each in found.plan.quotations] == [None, "Support elderly care."]
    assert found.plan.translations[0].translation_of == found.plan.id
    assert found.plan.translations[0].id in found.plan.extraction.used
    assert of_translations(found) == []


def test_a_plan_without_a_file_is_as_it_was(plan_folder: Callable[..., Path]) -> None:
    folder = plan_folder(ROWS)
    before = extracted(folder)
    (folder / "translations.en.tsv").write_text("number\ttext\nmeasure 9\tNothing of this plan.\n", "utf-8")
    after = extracted(folder)

    assert before.plan == after.plan
    assert len(of_translations(after)) == 1


def test_a_file_that_cannot_be_read_holds_no_plan_back(plan_folder: Callable[..., Path]) -> None:
    folder = plan_folder(ROWS)
    (folder / "translations.en.tsv").write_bytes(b"number;text\r\n1;x\r\n")
    (message,) = of_translations(extracted(folder))
    assert message == (
        "translations.en.tsv is not read, and no translation is published: the column 'number' is missing"
    )


def test_a_file_of_another_name_is_told(plan_folder: Callable[..., Path]) -> None:
    folder = plan_folder(ROWS)
    (folder / "translations.en.xlsx").write_bytes(b"PK")
    (message,) = of_translations(extracted(folder))
    assert message.startswith("translations.en.xlsx is not read")


# ---- national documents ------------------------------------------------------------------------------------------------


def test_a_national_document_is_translated_by_the_file_of_its_name(tmp_path: Path) -> None:
    reference = load()
    said = "number\ttext\tsource\n07.1\tKeep promoting the image of “Beautiful China”.\t\n"
    (tmp_path / "ndrc-2020-293.translations.en.tsv").write_text(said, "utf-8")
    (tmp_path / "ndrc-1999-1.translations.en.tsv").write_text(said, "utf-8")
    (tmp_path / "ndrc-2020-293.translations.en.csv").write_text(said, "utf-8")

    found = translations([tmp_path], reference.nationals, reference.iris)

    requirement = "https://w3id.org/policygraph/national/ndrc-2020-293/requirement/07.1"
    stated = [str(each.object) for each in found.quads if str(each.subject) == f"<{requirement}>"]
    assert '"Keep promoting the image of “Beautiful China”."@en' in stated
    messages = " ".join(finding.message for finding in found.findings)
    assert "no national document is called 'ndrc-1999-1'" in messages
    assert "ndrc-2020-293.translations.en.csv is not read" in messages
    assert "do not say which text they translate" in messages
