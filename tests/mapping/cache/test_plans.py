"""A kept plan is taken over whole or not at all, and takes space once."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from mapping.assembly import Made
from mapping.cache.plans import FOLDER, PlanCache

MADE = Made(id="one-2020", folder="one", named=True, warnings=3)
KEY = "ab" * 32


def staged(tmp_path: Path, name: str = "staged", text: str = "measures") -> Path:
    (file := tmp_path / name / "dumps" / "plan" / "one-2020.nq").parent.mkdir(parents=True)
    file.write_text(text)
    return tmp_path / name


@pytest.fixture
def releases(tmp_path: Path) -> Path:
    (folder := tmp_path / "releases").mkdir()
    PlanCache(folder).keep(KEY, staged(tmp_path), MADE)
    return folder


def test_what_is_kept_is_taken_over_with_its_files(releases: Path, tmp_path: Path) -> None:
    assert PlanCache(releases).take(KEY, tmp_path / "next") == MADE
    taken = tmp_path / "next" / "dumps" / "plan" / "one-2020.nq"
    assert taken.samefile(tmp_path / "staged" / "dumps" / "plan" / "one-2020.nq")


def test_another_key_and_a_build_from_fresh_take_nothing(releases: Path, tmp_path: Path) -> None:
    assert PlanCache(releases).take("cd" * 32, tmp_path / "next") is None
    assert PlanCache(releases, fresh=True).take(KEY, tmp_path / "next") is None
    assert not (tmp_path / "next").exists()


def _cut(entry: Path) -> None:
    file = entry / "files" / "dumps" / "plan" / "one-2020.nq"
    file.write_text(file.read_text()[:-1])


def _change(entry: Path) -> None:
    (entry / "files" / "dumps" / "plan" / "one-2020.nq").write_text("treasure")


def _lose(entry: Path) -> None:
    (entry / "files" / "dumps" / "plan" / "one-2020.nq").unlink()


def _count(entry: Path) -> None:
    said = (entry / "made.json").read_bytes()
    (entry / "made.json").write_bytes(said.replace(b'"warnings":3', b'"warnings":2'))


def _stop(entry: Path) -> None:
    (entry / "made.json").write_bytes((entry / "made.json").read_bytes()[:90])


def _not_begun(entry: Path) -> None:
    (entry / "made.json").unlink()


@pytest.mark.parametrize("harm", [_cut, _change, _lose, _count, _stop, _not_begun])
def test_a_damaged_entry_is_not_taken_over_and_gives_way(
    releases: Path, tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    harm(releases / FOLDER / KEY)
    kept = PlanCache(releases)
    assert kept.take(KEY, tmp_path / "next") is None
    kept.keep(KEY, staged(tmp_path, "again"), MADE)
    assert PlanCache(releases).take(KEY, tmp_path / "third") == MADE


def test_the_same_made_again_from_fresh_stands_once_on_the_disk(releases: Path, tmp_path: Path) -> None:
    PlanCache(releases, fresh=True).keep(KEY, again := staged(tmp_path, "again"), MADE)
    file = Path("dumps", "plan", "one-2020.nq")
    assert (again / file).samefile(tmp_path / "staged" / file)
    assert (again / file).read_text() == "measures"


def test_an_entry_goes_with_the_last_release_that_holds_it_unless_the_build_used_it(
    releases: Path, tmp_path: Path
) -> None:
    PlanCache(releases).prune()
    assert (releases / FOLDER / KEY).is_dir()  # what was staged stands for a release
    (tmp_path / "staged" / "dumps" / "plan" / "one-2020.nq").unlink()
    (kept := PlanCache(releases)).take(KEY, tmp_path / "next")
    (tmp_path / "next" / "dumps" / "plan" / "one-2020.nq").unlink()
    kept.prune()
    assert (releases / FOLDER / KEY).is_dir()
    PlanCache(releases).prune()
    assert not any((releases / FOLDER).iterdir())


def test_where_there_are_no_hard_links_files_are_copied(
    releases: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", refuse)
    assert PlanCache(releases).take(KEY, tmp_path / "next") == MADE
    assert (tmp_path / "next" / "dumps" / "plan" / "one-2020.nq").read_text() == "measures"
