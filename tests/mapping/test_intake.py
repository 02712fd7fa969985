"""Many documents at once: of a folder or archive, each for itself."""

from functools import partial
from pathlib import Path
from zipfile import ZipFile, ZipInfo

import pytest
from click.testing import CliRunner

from mapping import intake
from mapping.processes.limits import PlanLimits
from server.command.cli import main

TEXT = "湖南省茶叶振兴方案\n1.{}。（省农业农村厅牵头）\n2.建设茶叶市场。（省商务厅牵头）\n"


def names(path: Path, unpacked: Path) -> tuple[list[str], list[str]]:
    found, refused = intake.documents(path, unpacked)
    return [file.name for file in found], [one.document for one in refused]


def test_documents_of_a_folder_are_found_below_it_and_what_programs_leave_there_is_none(tmp_path: Path) -> None:
    for name in ("b/方案.txt", "a.txt", ".git/config.txt", "~$方案.docx", "Thumbs.db", "__MACOSX/a.txt", "图.PNG"):
        (file := tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        file.write_text("1.种茶。（省商务厅）", "utf-8")
    assert names(tmp_path / "in", tmp_path / "out") == (["a.txt", "方案.txt"], ["图.PNG"])


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_names_in_an_archive_are_read_in_the_encoding_of_who_packed_it(tmp_path: Path, encoding: str) -> None:
    archive = tmp_path / "方案.zip"
    raw = "各省/茶叶方案.txt".encode(encoding).decode("cp437")
    with ZipFile(archive, "w") as packed:
        packed.writestr("X" * len(raw), TEXT.format("种茶"))
    content = archive.read_bytes().replace(b"X" * len(raw), raw.encode("cp437"))
    archive.write_bytes(content)
    assert names(archive, tmp_path / "out") == (["茶叶方案.txt"], [])


def test_a_member_never_leaves_the_folder_that_an_archive_is_unpacked_in(tmp_path: Path) -> None:
    archive = tmp_path / "in.zip"
    with ZipFile(archive, "w") as packed:
        packed.writestr("../../above.txt", "种茶")
        packed.writestr("/root.txt", "种茶")
        packed.writestr("one/same.txt", "种茶")
        packed.writestr("two/same.txt", "种树")
    found, _ = intake.documents(archive, tmp_path / "out")
    assert [file.name for file in found] == ["above.txt", "root.txt", "same.txt", "same.txt"]
    assert all(file.resolve().is_relative_to(tmp_path / "out") for file in found)
    assert [file.read_text("utf-8") for file in found[2:]] == ["种茶", "种树"]


def test_an_archive_in_an_archive_a_locked_and_a_damaged_member_are_told_and_the_others_unpacked(
    tmp_path: Path,
) -> None:
    archive = tmp_path / "in.zip"
    with ZipFile(archive, "w") as packed:
        packed.writestr("inner.zip", b"PK\x05\x06" + bytes(18))
        packed.writestr("locked.txt", "locked")
        packed.writestr("damaged.txt", "of this a byte is changed")
        packed.writestr(ZipInfo("good.txt"), "种茶")
    content = archive.read_bytes().replace(b"a byte is", b"a bite is")
    at = content.index(b"PK\x01\x02", content.index(b"PK\x01\x02") + 1)  # the second member in the directory
    archive.write_bytes(content[: at + 8] + b"\x01" + content[at + 9 :])
    found, refused = intake.documents(archive, tmp_path / "out")
    assert [file.name for file in found] == ["good.txt"]
    assert {one.document: one.why.partition(". ")[0].partition(": ")[2] or one.why for one in refused}.keys() == {
        "inner.zip",
        "locked.txt",
        "damaged.txt",
    }
    assert "password" in next(one.why for one in refused if one.document == "locked.txt")


def test_an_archive_that_unpacks_to_too_much_or_is_none_is_refused_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "LARGEST_ARCHIVE", 100)
    for name, content in (("large.zip", "种" * 50), ("small.zip", "种")):
        with ZipFile(tmp_path / name, "w") as packed:
            packed.writestr("茶.txt", content)
    (tmp_path / "no.zip").write_bytes(b"no archive")
    found, refused = intake.documents(tmp_path, tmp_path / "out")
    assert [file.name for file in found] == ["茶.txt"]
    assert [one.document for one in refused] == ["large.zip", "no.zip"]


def test_each_document_gets_a_folder_and_one_that_fails_or_ends_its_process_holds_none_back(tmp_path: Path) -> None:
    for name, content in (("1.txt", TEXT.format("种茶")), ("2.txt", ""), ("3.txt", TEXT.format("种树"))):
        (tmp_path / name).write_text(content, "utf-8")
    task = partial(intake.take_in, plans=tmp_path / "plans", references=())
    first, empty, third = intake.each(sorted(tmp_path.glob("*.txt")), task, PlanLimits())
    assert (first.measures, first.responsibilities, first.share) == (2, 2, 1.0)
    assert "the file is empty" in empty.why
    assert empty.folder is None
    assert first.folder != third.folder
    assert empty.needs > first.needs


def test_two_documents_of_one_id_get_two_folders_and_a_doubt_and_none_is_taken_in_twice(tmp_path: Path) -> None:
    issued = "湘政办发〔2031〕9号\n"
    for name, what in (("a.txt", "种茶"), ("b.txt", "种树")):
        (tmp_path / name).write_text(issued + TEXT.format(what), "utf-8")
    task = partial(intake.take_in, plans=tmp_path / "plans", references=())
    paths = [tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "b.txt"]
    first, second, again = intake.each(paths, task, PlanLimits())
    assert first.folder is not None
    assert second.folder is not None
    assert second.folder.name == f"{first.folder.name}-2"
    assert "id-taken" in {finding.code for finding in second.doubts}
    assert f'id = "{second.folder.name}"' in (second.folder / "plan.toml").read_text("utf-8")
    assert "is there already" in again.why


def test_one_document_that_takes_too_long_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "方案.txt"
    path.write_text("安徽省方案\n1.种茶。（责任单位：省农业农村厅）\n", "utf-8")
    result = CliRunner().invoke(main, ["new", str(path), "--plans", str(tmp_path / "plans"), "--plan-seconds", "0.1"])
    assert result.exit_code == 2
    assert "reading it took longer than 0.1 seconds" in result.output
    assert "Look at the document" in " ".join(result.output.split())
