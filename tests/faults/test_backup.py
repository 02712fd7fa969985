"""What the guide to operating says of back-up and restore is done as it is written there; its table names every test."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mapping.release import journal
from mapping.release.folder import live
from server.app import close, create_app
from server.config import Lanes, ServerConfig

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "operating.md").read_text("utf-8")


@pytest.fixture
def run(tmp_path: Path) -> Callable[[str], str]:
    """Run a block of the guide in a folder that has ``releases`` or ``backup``; return what it said."""
    (tmp_path / "bin").mkdir()
    command = tmp_path / "bin" / "policygraph"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m server.command.cli "$@"\n')
    command.chmod(0o755)
    paths = {"PATH": f"{command.parent}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}

    def run(block: str) -> str:
        done = subprocess.run(
            ["bash", "-euc", block], cwd=tmp_path, env=os.environ | paths, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def answers(releases: Path) -> tuple[str, bytes]:
    """Return which release a server shows from there, and an answer of it."""
    app = create_app(ServerConfig(releases=releases, lanes=Lanes(fast=1)))
    try:
        client = app.test_client()
        ready = client.get("/readyz").get_json()
        return ready["release"], client.get("/sparql?query=SELECT+*+{?s+?p+?o}+ORDER+BY+?s+?p+?o&format=csv").data
    finally:
        close(app)


def test_what_is_restored_answers_as_what_was_saved_also_where_a_build_came_between(
    tmp_path: Path, release: Callable[..., str], run: Callable[[str], str]
) -> None:
    save, restore = re.findall(r"```bash\n(.*?)```", GUIDE, re.DOTALL)
    original, elsewhere = tmp_path / "releases", tmp_path / "original"
    first = release(original, '<http://e/a> <http://e/p> "一" <http://localhost:8000/graph/a> .\n')
    (original / "journal.jsonl").touch()
    (original / ".building-abandoned").mkdir()
    run(save)
    second = release(original, '<http://e/a> <http://e/p> "二" <http://localhost:8000/graph/a> .\n')
    run(save)  # takes what is new
    before, noted = answers(original), journal.read(original)
    original.rename(elsewhere)
    run(restore)
    assert answers(original) == before == (second, before[1])
    assert journal.read(original) == noted
    assert not list(original.glob(".building*"))

    subprocess.run(["rm", "-r", original, tmp_path / "backup" / second], check=True)  # the copy came too early for it
    run(restore.replace("policygraph check", "policygraph check || true"))
    assert answers(original)[0] == first
    assert live(original) is None


def test_the_guide_tells_what_every_test_of_faults_tries() -> None:
    names = {path.stem for path in Path(__file__).parent.glob("test_*.py")}
    assert {name for name in names if f"`{name}`" not in GUIDE} == set()
    assert set(re.findall(r"`(test_\w+)`", GUIDE)) <= names
