"""What is wrong in a plan.toml is named, with what to write."""

import errno
import os
from pathlib import Path

import pytest

from mapping import plan_folder
from mapping.errors import PlanFolderError

GOOD = """
id = "somewhere-2020"
document = "document.txt"
national = "ndrc-2020-293"
jurisdiction = "120000"
date_document = 2020-05-23
title = { zh = "方案", en = "Plan" }
"""


def folder(tmp_path: Path, text: str) -> Path:
    (tmp_path / "document.txt").write_text("x", "utf-8")
    (tmp_path / "plan.toml").write_text(text, "utf-8")
    return tmp_path


def test_a_good_folder_is_read(tmp_path: Path) -> None:
    found = plan_folder.load(folder(tmp_path, GOOD))
    assert found.settings.id == "somewhere-2020"
    assert found.document == tmp_path / "document.txt"


def test_a_file_of_the_steward_is_written_whole_or_stays_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (file := tmp_path / "agencies.tsv").write_text("every decision of a year", "utf-8")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(PlanFolderError, match="cannot be written: No space left"):
            plan_folder.save(file, b"half of")
    assert [(each.name, each.read_text("utf-8")) for each in tmp_path.iterdir()] == [
        ("agencies.tsv", "every decision of a year")
    ]
    plan_folder.save(file, b"all of them")
    assert file.read_bytes() == b"all of them"


def test_a_date_may_be_written_as_text(tmp_path: Path) -> None:
    found = plan_folder.load(folder(tmp_path, GOOD.replace("2020-05-23", '"2020-05-23"')))
    assert str(found.settings.date_document) == "2020-05-23"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("national =", "nationl =", "nationl"),
        ('"120000"', "120000", r"jurisdiction"),
        ('"120000"', '"12"', "six-digit GB/T 2260"),
        ('"120000"', '"\uff11\uff12\uff10\uff10\uff10\uff10"', "six-digit GB/T 2260"),
        ("2020-05-23", "2020-13-45", "not valid TOML"),
        ("2020-05-23", '"2020-13-45"', "date_document"),
        ("2020-05-23", "2020-05-23\ndate_publication = 2020-05-22", "lies before"),
        ('"somewhere-2020"', '"Some where"', "lower-case letters"),
        ('zh = "方案", ', "", "title has no zh"),
        ('en = "Plan"', 'fr = "Plan"', "language other than zh and en"),
        ('"document.txt"', '"../document.txt"', "outside the plan folder"),
        ("title", "[layout]\nkind = 'tables'\n[title]\n#", "kind"),
        ("title", "[layout]\nkinds = 'table'\n[title]\n#", "kinds"),
    ],
)
def test_a_fault_is_named_with_the_file(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in GOOD
    with pytest.raises(PlanFolderError, match=message) as caught:
        plan_folder.load(folder(tmp_path, GOOD.replace(old, new, 1)))
    assert "plan.toml" in str(caught.value)
    assert caught.value.advice


def test_a_folder_without_a_plan_toml_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(PlanFolderError, match="policygraph new"):
        plan_folder.load(tmp_path)


def test_a_plan_toml_that_is_not_utf_8_says_which_byte(tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_bytes("title = '方案'".encode("gb18030"))
    with pytest.raises(PlanFolderError, match="byte 9"):
        plan_folder.load(tmp_path)
