"""Texts go out to be translated, in a workbook or a table, and their English comes back."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from mapping.errors import DocumentError, PlanFolderError
from mapping.translations import exchange
from mapping.translations.table import FILE_NAME
from mapping.translations.texts import SourceText
from server.command.cli import main

SOURCES = (
    SourceText("measure 1", "=新建社区图书馆12个。", "1"),
    SourceText("measure 2", "扩大老年食堂覆盖面。", "2"),
    SourceText("unit 个", "个"),
)


def written(path: Path, cells: dict[str, str]) -> None:
    """Write into cells of a workbook, as a translator does."""
    book = openpyxl.load_workbook(path)
    for cell, text in cells.items():
        book.worksheets[0][cell] = text
    book.save(path)


def test_an_empty_workbook_goes_out_and_what_was_written_into_it_comes_back(tmp_path: Path) -> None:
    file, book = tmp_path / FILE_NAME, tmp_path / "out.xlsx"
    exchange.export(file, SOURCES, book)
    written(book, {"B2": "Open 12 community libraries.", "B4": "items"})

    taken = exchange.take_in(book, file, SOURCES)

    assert (taken.texts, taken.total) == (2, 3)
    assert [finding.code for finding in taken.findings] == ["empty-translation"]
    assert file.read_text("utf-8") == (
        "number\ttext\tsource\nmeasure 1\tOpen 12 community libraries.\t=新建社区图书馆12个。\nunit 个\titems\t个\n"
    )


def test_only_the_translation_can_be_changed_and_no_text_is_a_formula(tmp_path: Path) -> None:
    exchange.export(tmp_path / FILE_NAME, SOURCES, tmp_path / "out.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets[0]
    assert sheet.protection.sheet
    assert [cell.protection.locked for cell in sheet[2]] == [True, False, True]
    assert sheet["C2"].value == "=新建社区图书馆12个。"
    assert sheet["C2"].data_type == "s"


def test_an_empty_cell_leaves_what_was_there_and_the_head_stays(tmp_path: Path) -> None:
    file, book = tmp_path / FILE_NAME, tmp_path / "out.xlsx"
    file.write_text(
        "# translator: A library\nnumber\ttext\tsource\n1\tOpen 12 libraries.\t=新建社区图书馆12个。\n", "utf-8"
    )
    exchange.export(file, SOURCES, book)
    written(book, {"B2": "", "B3": "Let the canteens reach more people."})
    exchange.take_in(book, file, SOURCES)
    lines = file.read_text("utf-8").splitlines()
    assert lines[0] == "# translator: A library"
    assert [line.split("\t")[1] for line in lines[2:]] == ["Open 12 libraries.", "Let the canteens reach more people."]


def test_what_changed_since_goes_out_to_be_translated_anew_and_the_old_is_kept_until_it_is(tmp_path: Path) -> None:
    file, out = tmp_path / FILE_NAME, tmp_path / "out.tsv"
    old = "measure 2\tWiden it.\t扩大食堂覆盖面。\n"
    file.write_text(f"number\ttext\tsource\n{old}", "utf-8")
    exchange.export(file, SOURCES, out)
    assert "measure 2\t\t扩大老年食堂覆盖面。" in out.read_text("utf-8")
    exchange.take_in(out, file, SOURCES)
    assert file.read_text("utf-8").endswith(old)

    out.write_text(out.read_text("utf-8").replace("measure 2\t\t", "measure 2\tReach more of the old.\t"), "utf-8")
    exchange.take_in(out, file, SOURCES)
    assert "Widen it." not in file.read_text("utf-8")


def test_a_workbook_for_an_older_text_is_told_and_not_taken_over(tmp_path: Path) -> None:
    file, book = tmp_path / FILE_NAME, tmp_path / "out.xlsx"
    exchange.export(file, SOURCES, book)
    written(book, {"B2": "Open 12 libraries.", "B3": "Reach more people."})
    now = (SourceText("measure 1", "新建社区图书馆20个。", "1"), *SOURCES[1:])
    taken = exchange.take_in(book, file, now)
    assert taken.texts == 1
    assert "stale-translation" in {finding.code for finding in taken.findings}


def test_what_is_no_workbook_changes_nothing(tmp_path: Path) -> None:
    file, book = tmp_path / FILE_NAME, tmp_path / "out.xlsx"
    file.write_text("number\ttext\n1\tx\n", "utf-8")
    book.write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(DocumentError, match="damaged"):
        exchange.take_in(book, file, SOURCES)
    assert file.read_text("utf-8") == "number\ttext\n1\tx\n"
    with pytest.raises(PlanFolderError, match="neither a workbook nor a table"):
        exchange.export(file, SOURCES, tmp_path / "out.docx")


def test_the_command_takes_a_plan_out_and_back(plan_folder: Callable[..., Path], tmp_path: Path) -> None:
    folder = plan_folder("1,鼓励行业协会开展中国品牌研究。,新建老年食堂30处。,省民政厅\n")
    out = tmp_path / "out.tsv"
    run = CliRunner().invoke

    assert run(main, ["translate", str(folder), "--export", str(out)]).output.startswith("4 texts written")
    numbers = [line.split("\t")[0] for line in out.read_text("utf-8").splitlines()[1:]]
    assert numbers == ["requirement 1", "measure 1", "target 1.1", "unit 处"]

    said = out.read_text("utf-8").replace("measure 1\t\t", "measure 1\tOpen 30 canteens for the old.\t")
    out.write_text(said + "measure 7\tNothing of this plan.\tx\n", "utf-8")
    found = run(main, ["translate", str(folder), "--import", str(out)])
    assert found.exit_code == 3
    assert "“measure 7”" in found.output
    assert "1 of 4 texts are translated" in found.output
    assert "Open 30 canteens for the old." in (folder / FILE_NAME).read_text("utf-8")


def test_the_command_translates_a_national_document_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "national").mkdir()
    out = tmp_path / "out.tsv"
    run, of = CliRunner().invoke, ["translate", "ndrc-2020-293", "--reference", str(tmp_path)]
    assert run(main, [*of, "--export", str(out)]).exit_code == 0
    out.write_text(
        out.read_text("utf-8").replace("requirement 07.1\t\t", "requirement 07.1\tKeep promoting it.\t"), "utf-8"
    )
    assert "1 of 84 texts" in run(main, [*of, "--import", str(out)]).output
    assert (tmp_path / "national" / f"ndrc-2020-293.{FILE_NAME}").exists()


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["nowhere", "--export", "x.tsv"], "no plan folder, and no national document"),
        (["ndrc-2020-293"], "Say what to do"),
    ],
)
def test_what_cannot_be_translated_is_said(arguments: list[str], why: str) -> None:
    found = CliRunner().invoke(main, ["translate", *arguments])
    assert found.exit_code == 2
    assert why in found.output
