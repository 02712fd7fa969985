"""The real release of the real plan, built once for all tests that only read it."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from mapping import build
from mapping.release import folder as release
from mapping.workbench import Settings

ROOT = Path(__file__).parents[1]
PLANS = ROOT / "seeds" / "plans"
NOON = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)


@pytest.fixture(scope="session")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of releases, with that of the seeds live."""
    folder = tmp_path_factory.mktemp("releases")
    outcome = build.build(sorted(PLANS.iterdir()), Settings(), folder, build.Options(), at=NOON)
    assert outcome.exit_code == 0, outcome
    return folder


@pytest.fixture(scope="session")
def live(releases: Path) -> Path:
    """The live release of the seeds."""
    found = release.live(releases)
    assert found is not None
    return found


@pytest.fixture
def plan_folder(tmp_path: Path) -> Callable[..., Path]:
    """Make a small plan folder: a CSV table with the given rows, under the given id."""

    def make(
        rows: str, identifier: str = "small-2020", header: str = "序号,国家要求,落实举措,责任单位", toml: str = ""
    ) -> Path:
        folder = tmp_path / "plans" / identifier
        folder.mkdir(parents=True)
        (folder / "document.csv").write_text(f"{header}\n{rows}", encoding="utf-8")
        settings = [
            f'id = "{identifier}"',
            'document = "document.csv"',
            'national = "ndrc-2020-293"',
            'jurisdiction = "430000"',
            'id_local = "湘样〔2020〕1号"',
            "date_document = 2020-06-01",
            'title = { zh = "小方案", en = "A small plan" }',
            toml,
        ]
        (folder / "plan.toml").write_text("\n".join(settings), encoding="utf-8")
        return folder

    return make
