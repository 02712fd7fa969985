"""Each thing that a plan is made of changes its key, and nothing else does."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path

import msgspec
import pytest

from mapping.cache import inputs
from mapping.cache.inputs import Inputs, settings_of_a_plan
from mapping.readers.pdf.recognised import kept_file
from mapping.release.publication import Publication
from mapping.workbench import Settings

Folder = Callable[..., Path]
ROWS = "1,持续办好中国品牌日活动。,办好品牌日。,省商务厅\n"


@pytest.fixture(autouse=True)
def asked_anew() -> Iterator[None]:
    inputs._libraries.cache_clear()
    yield
    inputs._libraries.cache_clear()


@pytest.fixture
def plan(plan_folder: Folder) -> Path:
    return plan_folder(ROWS)


def key(plan: Path, **settings: object) -> str:
    found = Inputs(msgspec.convert(settings, Settings)).key(plan)
    assert found
    return found


def of(**changed: object) -> dict[str, object]:
    return {"publication": msgspec.to_builtins(msgspec.structs.replace(Publication(), **changed))}


@pytest.mark.parametrize(
    "name", ["document.csv", "plan.toml", "agencies.tsv", "alignment.sssom.tsv", "translations.en.tsv"]
)
def test_another_byte_in_a_file_that_is_read_is_another_key(plan: Path, name: str) -> None:
    before = key(plan)
    (plan / name).write_bytes((plan / name).read_bytes() + b"\n" if (plan / name).exists() else b"\n")
    assert key(plan) != before


def test_text_that_was_recognised_of_the_document_is_part_of_the_key(plan: Path) -> None:
    before = key(plan)
    kept_file(plan / "document.csv").write_text("# sha256 0")
    assert key(plan) != before


def test_what_stands_in_one_file_does_not_run_into_the_next(plan: Path) -> None:
    (plan / "agencies.tsv").write_text("ab")
    before = key(plan)
    (plan / "agencies.tsv").write_text("a")
    (plan / "alignment.sssom.tsv").write_text("b")
    assert key(plan) != before


def test_a_file_that_no_reader_opens_and_when_a_file_was_written_are_not(plan: Path) -> None:
    before = key(plan)
    (plan / "notes.md").write_text("to do")
    (plan / "document.csv").touch()
    assert key(plan) == before


def test_the_name_of_the_folder_is_part_of_the_key_and_where_it_lies_is_not(plan: Path, tmp_path: Path) -> None:
    before = key(plan)
    elsewhere = plan.rename(tmp_path / plan.name)
    assert key(elsewhere) == before
    assert key(elsewhere.rename(tmp_path / "renamed")) != before


@pytest.mark.parametrize(
    "changed",
    [
        of(base="https://data.example.org/"),
        of(vocabulary="https://words.example.org/"),
        of(license="https://example.org/licence"),
        of(rights={"zh": "保留", "en": "Reserved"}),
        {"least_read": 0.5},
    ],
    ids=str,
)
def test_a_setting_that_reaches_a_plan_is_part_of_the_key(plan: Path, changed: dict[str, object]) -> None:
    assert key(plan, **changed) != key(plan)


def test_who_publishes_under_which_title_is_not_and_no_plan_is_made_with_it(plan: Path) -> None:
    changed = of(
        title={"zh": "图谱", "en": "Graph"}, contact="mailto:a@example.org", publisher={"zh": "某委", "en": "A"}
    )
    assert key(plan, **changed) == key(plan)
    assert settings_of_a_plan(msgspec.convert(changed, Settings)) == Settings()


def test_a_byte_more_in_the_reference_data_is_another_key(plan: Path, tmp_path: Path) -> None:
    (file := tmp_path / "more" / "agencies" / "one.ttl").parent.mkdir(parents=True)
    file.write_text("# nothing yet\n")
    folders = [str(tmp_path / "more")]
    before = key(plan, reference=folders)
    assert before != key(plan)
    file.write_text("# nothing yet.\n")
    assert key(plan, reference=folders) != before


@pytest.mark.parametrize("package", ["mapping", "ontology", "shapes"])
@pytest.mark.parametrize("name", ["code.py", "words.ttl", "below/rule.rq", "context.jsonld"])
def test_a_byte_more_in_a_file_of_the_rules_or_the_software_is_another_key(
    plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, package: str, name: str
) -> None:
    for each in ("mapping", "ontology", "shapes"):
        (tmp_path / "code" / each / "below").mkdir(parents=True)
    monkeypatch.setattr(inputs, "files", lambda each: tmp_path / "code" / each)
    before = key(plan)
    (tmp_path / "code" / package / name).write_text("x")
    inputs._libraries.cache_clear()
    assert key(plan) != before


@pytest.mark.parametrize("library", ["pyshacl", "pyoxigraph", "lxml", "pyparsing"])
def test_another_version_of_a_library_is_another_key(plan: Path, monkeypatch: pytest.MonkeyPatch, library: str) -> None:
    before, version = key(plan), metadata.version
    monkeypatch.setattr(metadata, "version", lambda name: "99" if name == library else version(name))
    inputs._libraries.cache_clear()
    assert key(plan) != before


def test_another_version_of_python_is_another_key_and_that_of_a_test_runner_is_not(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, version = key(plan), metadata.version
    monkeypatch.setattr(metadata, "version", lambda name: "99" if name == "pytest" else version(name))
    inputs._libraries.cache_clear()
    assert key(plan) == before
    monkeypatch.setattr(platform, "python_version", lambda: "4.0.0")
    inputs._libraries.cache_clear()
    assert key(plan) != before


def test_an_office_program_that_is_installed_is_another_key(
    plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = key(plan)
    (program := tmp_path / "office").write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setattr(inputs, "PROGRAMS", (str(program),))
    installed = key(plan)
    program.write_text("#!/bin/sh\ntrue\n")
    assert len({before, installed, key(plan)}) == 3


def test_there_is_no_key_any_more_once_the_reference_data_are_written_to_in_the_middle_of_a_build(
    plan: Path, tmp_path: Path
) -> None:
    (tmp_path / "more").mkdir()
    found = Inputs(Settings(reference=(str(tmp_path / "more"),)))
    assert found.key(plan)
    (tmp_path / "more" / "one.ttl").write_text("# one\n")
    assert found.key(plan) is None


def test_a_folder_that_cannot_be_read_has_no_key(plan: Path) -> None:
    (plan / "plan.toml").write_text("id = ")
    assert Inputs(Settings()).key(plan) is None
