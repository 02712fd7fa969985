"""A steward at the desk, in a real browser: with the mouse, with the keyboard, without scripts, until the plan is published."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from click.testing import CliRunner
from PIL import Image
from playwright.sync_api import Locator, Page

from mapping.plan_folder import load
from mapping.release.shelf import Shelf
from server.command.cli import main

Visit = Callable[..., AbstractContextManager[Page]]
IMAGES = Path(__file__).parents[3] / "docs" / "images"
DRAWN = os.environ.get("POLICYGRAPH_SCREENSHOTS")
"""Set to draw the pictures of the documentation anew."""
COMMAND = [sys.executable, "-m", "server.command.cli"]


@contextmanager
def desk(folder: Path, releases: Path) -> Iterator[str]:
    """Run ``policygraph review`` and yield the address that it prints."""
    command = [*COMMAND, "review", str(folder), "--no-open", "--releases", releases.name, "--jobs", "1"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=releases.parent) as process:
        assert process.stderr is not None
        found = re.search(r"http://\S+", process.stderr.readline())
        assert found is not None, process.stderr.read()
        try:
            yield found[0]
        finally:
            process.terminate()


class Steward:
    """A steward who counts what has to be done: each click, key and word typed is one action."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.actions = 0

    def click(self, what: Locator) -> None:
        """Click on what leads to another page, or to this one as it is then."""
        self.actions += 1
        with self.page.expect_navigation():
            what.click()

    def open(self, what: Locator) -> None:
        """Click on what shows more of this page."""
        self.actions += 1
        what.click()

    def type(self, where: Locator, words: str) -> None:
        self.actions += 1
        where.fill(words)

    def press(self, key: str) -> None:
        self.actions += 1
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def draw(self, name: str) -> None:
        """Draw a picture for the documentation, or see that it is there."""
        if DRAWN:
            IMAGES.mkdir(exist_ok=True)
            seen = Image.open(io.BytesIO(self.page.screenshot()))
            seen.quantize(128).save(IMAGES / f"{name}.png", optimize=True)
        assert (IMAGES / f"{name}.png").is_file()


def doubt(page: Page, words: str) -> Locator:
    return page.locator("article.doubt", has=page.get_by_role("heading", name=words))


@pytest.fixture(scope="module")
def folder(document: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that ``policygraph new`` makes of the document."""
    plans = tmp_path_factory.mktemp("desk") / "plans"
    made = CliRunner().invoke(main, ["new", str(document), "--plans", str(plans)])
    assert "not understood" in made.output
    return plans / "hunan-2020-293"


@pytest.fixture(scope="module")
def releases(folder: Path) -> Path:
    return folder.parent.parent / "releases"


@pytest.fixture(scope="module")
def address(folder: Path, releases: Path) -> Iterator[str]:
    """The desk of that folder; what a test decides it takes back, but for the last one, which publishes."""
    with desk(folder, releases) as found:
        yield found


def test_doubts_are_decided_and_taken_back_with_the_keyboard_alone(visit: Visit, address: str) -> None:
    with visit("en") as page:
        page.goto(address)
        before = page.locator("article.doubt").count()
        page.keyboard.press("Tab")
        while not page.evaluate("document.activeElement.matches('article.doubt')"):
            page.keyboard.press("Tab")
        page.keyboard.press("ArrowDown")
        asked = page.evaluate("document.activeElement.querySelector('h3').textContent")
        with page.expect_navigation():
            page.keyboard.press("2")
        assert page.locator("article.doubt", has_text=asked).count() == 0
        assert page.evaluate("document.activeElement.matches('article.doubt')")
        with page.expect_navigation():
            page.keyboard.press("u")
        assert page.locator("article.doubt").count() == before


def test_a_decision_is_made_and_taken_back_without_scripts(visit: Visit, address: str) -> None:
    with visit("zh", scripts=False) as page:
        page.goto(address)
        before = page.locator("article.doubt").count()
        with page.expect_navigation():
            page.locator("article.doubt").first.get_by_role("button", name="照原文名称发布").click()
        assert page.locator("article.doubt").count() == before - 1
        with page.expect_navigation():
            page.get_by_role("button", name="撤销刚才的决定").click()
        assert page.locator("article.doubt").count() == before


@pytest.mark.parametrize("path", ["/", "/source", "/measure/annex-1", "/facts", "/build"])
def test_a_page_of_the_desk_has_room_on_a_phone_and_meets_wcag_aa_in_light_and_dark(
    visit: Visit, address: str, path: str
) -> None:
    with visit("zh", width=360) as page:
        page.goto(address)
        page.goto(address.partition("/?")[0] + path)
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
            assert [(each["id"], each["nodes"][0]["html"]) for each in found.response["violations"]] == []


def test_a_document_becomes_a_published_plan_in_under_twenty_actions(
    visit: Visit, address: str, folder: Path, releases: Path
) -> None:
    with visit("en") as page:
        steward = Steward(page)
        steward.actions = 2  # the commands new and review
        page.goto(address)
        assert "token" not in page.url
        steward.draw("desk-doubts")
        steward.click(doubt(page, "省两山转化办").get_by_role("link", name="all choices"))
        steward.type(page.get_by_label("Narrow down"), "ecology")
        steward.press("Enter")
        steward.click(page.get_by_role("button", name="ecology and environment", exact=True))
        assert page.locator(".changed").inner_text().count("省两山转化办") > 0
        steward.draw("desk-changed")
        steward.click(doubt(page, "省文创促进专班").get_by_role("button", name="publish the name as printed"))
        steward.click(doubt(page, "湘江夜市").get_by_role("button", name="it means nothing national"))
        steward.click(doubt(page, "有关方面解释").get_by_role("link", name="in the source"))
        block = page.locator(".block", has_text="有关方面解释")
        steward.open(block.locator("summary"))
        steward.draw("desk-source")
        steward.click(block.get_by_role("button", name="no part of it, skip it"))
        steward.click(page.get_by_role("link", name=re.compile("^Doubts")))
        assert page.locator(".all-done").is_visible()
        steward.click(page.get_by_role("link", name="Build it"))
        steward.click(page.get_by_role("button", name="Build now"))
        page.get_by_text("Published:").wait_for(timeout=60_000)
        steward.draw("desk-built")
        assert steward.actions < 20
    settings = load(folder).settings
    assert [(part.as_, part.blocks) for part in settings.layout.parts] == [("skip", "4")]
    released = next(Shelf(releases).sound())
    assert [plan.id for plan in released.manifest.plans] == ["hunan-2020-293"]
