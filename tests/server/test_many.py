"""What `policygraph new` and `extract` print: doubts first, on one screen, and many documents by what they need."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from server.command.cli import main

LINES = 24
TEXT = "湖南省茶叶振兴方案\n{}\n"
CLEAR = "1.种植茶树。（省农业农村厅牵头）\n2.建设茶叶市场。（省商务厅牵头）"
DOUBTFUL = "\n".join(f"{n}.种植第{n}种茶树。（省茶树{'甲乙丙丁戊己庚辛'[n % 8]}{n}院牵头）" for n in range(1, 41))


def policygraph(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)), env={"LINES": str(LINES), "COLUMNS": "80"})


@pytest.fixture
def incoming(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "clear.txt").write_text(TEXT.format(CLEAR), "utf-8")
    (folder / "doubtful.txt").write_text(TEXT.format(DOUBTFUL), "utf-8")
    (folder / "empty.txt").write_text("", "utf-8")
    return folder


def test_a_folder_becomes_a_plan_folder_a_document_and_what_needs_most_comes_first(
    tmp_path: Path, incoming: Path
) -> None:
    result = policygraph("new", incoming, "--plans", tmp_path / "plans")
    assert result.exit_code == 3
    assert len(list((tmp_path / "plans").iterdir())) == 2
    said = result.stdout
    assert said.startswith("3 documents: 1 could not be read")
    assert said.index("the file is empty") < said.index("hunan-do") < said.index("hunan-cl")
    read = policygraph("extract", tmp_path / "plans")
    assert read.exit_code == 0
    assert read.stdout.index("hunan-do") < read.stdout.index("hunan-cl")
    again = policygraph("extract", *sorted((tmp_path / "plans").iterdir()))
    assert again.stdout == read.stdout


def test_where_nothing_could_be_read_the_exit_code_says_so(tmp_path: Path, incoming: Path) -> None:
    (incoming / "clear.txt").unlink()
    (incoming / "doubtful.txt").unlink()
    assert policygraph("new", incoming, "--plans", tmp_path / "plans").exit_code == 1
    (incoming / "empty.txt").unlink()
    assert policygraph("new", incoming, "--plans", tmp_path / "plans").exit_code == 2


def test_many_documents_fit_a_screen_and_all_shows_the_rest(tmp_path: Path, incoming: Path) -> None:
    for number in range(40):
        (incoming / f"picture-{number:02}.png").write_bytes(b"\x89PNG")
    shown = policygraph("new", incoming, "--plans", tmp_path / "plans").stdout
    assert len(shown.splitlines()) <= LINES
    assert "--all shows the rest" in shown
    assert "hunan-do" in shown
    whole = policygraph("new", incoming, "--plans", tmp_path / "others", "--all").stdout
    assert all(f"picture-{number:02}.png" in whole for number in range(40))


def test_the_output_of_one_plan_starts_with_the_doubts_fits_a_screen_and_counts_what_it_leaves_out(
    tmp_path: Path, incoming: Path
) -> None:
    made = policygraph("new", incoming / "doubtful.txt", "--plans", tmp_path / "plans", "--id", "tea")
    assert len(made.stdout.splitlines()) <= LINES
    folder = tmp_path / "plans" / "tea"
    shown = policygraph("extract", folder).stdout
    assert len(shown.splitlines()) <= LINES
    assert "40 measures" in shown.splitlines()[0]
    assert "and 39 more like this" in " ".join(shown.split())
    assert "every measure" in shown
    whole = policygraph("extract", "--all", folder).stdout
    assert "no. 40" in whole
    assert "no. 40" not in shown
    assert whole.index("To look at") < whole.index("requirement")


def test_lost_text_comes_before_what_was_read_in_doubt(plan_folder: Callable[..., Path]) -> None:
    unknown = "".join(f"{n},种植茶树{n}。,种植第{n}种茶树。,茶树{n}院\n" for n in range(1, 6))
    folder = plan_folder(f"{unknown}6,种植很多很多的茶树。,,\n")
    shown = policygraph("extract", folder).stdout
    assert shown.index("row") < shown.index("茶树1院")


def test_the_record_as_json_is_of_one_plan(tmp_path: Path, incoming: Path) -> None:
    policygraph("new", incoming, "--plans", tmp_path / "plans")
    result = policygraph("extract", "--json", tmp_path / "plans")
    assert result.exit_code == 2
    assert "one plan" in result.output
