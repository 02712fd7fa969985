"""The plans that benchmarks are run with: what their rows say is known, and a build is held to it."""

from __future__ import annotations

import csv
from pathlib import Path

from benchmarks import plan_folders
from mapping.build import Options, build
from mapping.workbench import Settings


def test_a_build_is_held_to_what_the_rows_of_its_plans_say(tmp_path: Path) -> None:
    corpus, releases = tmp_path / "corpus", tmp_path / "releases"
    folders = plan_folders.make(corpus, 1)
    assert build(folders, Settings(), releases, Options()).exit_code == 0

    found = plan_folders.agreement(corpus, releases)

    assert {what: counted[False] for what, counted in found.items() if what != "requirement"} == dict.fromkeys(
        [plan_folders.HELD_BACK, "lead", "supporting", "deadline", "figure"], 0
    )
    assert all(counted.total() == 84 for what, counted in found.items() if what != plan_folders.HELD_BACK)

    truth = corpus / "truth.csv"
    rows = list(csv.reader(truth.read_text("utf-8").splitlines()))
    rows[5][-2] = "2031-02-28"
    with truth.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    assert plan_folders.agreement(corpus, releases)["deadline"][False] == 1
