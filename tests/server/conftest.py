"""The window in this process, and browsers before a real server."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, sync_playwright

from server.app import close, create_app
from server.config import Lanes, ServerConfig

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def window(releases: Path) -> Iterator[Flask]:
    """The whole window on the release of the seeds."""
    app = create_app(ServerConfig(releases=releases, lanes=Lanes(fast=1)))
    yield app
    close(app)


@pytest.fixture(scope="session")
def client(window: Flask) -> FlaskClient:
    return window.test_client()


@pytest.fixture(scope="session")
def address(releases: Path, run_server: Callable[..., AbstractContextManager[Any]]) -> Iterator[str]:
    """Where the release of the seeds is served, without a slash at the end."""
    with run_server(ServerConfig(releases=releases)) as server:
        yield server.url.rstrip("/")


def clipped(page: Page) -> list[str]:
    """Labels of pictures that a reader would see cut off, with the fonts of this machine, a wide one among them."""
    assert page.locator(".picture svg text").count() > 0
    found = []
    for font in ("", "DejaVu Sans", "Noto Sans CJK SC"):
        found += [f"{font}: {label}" for label in page.evaluate(OUTSIDE, font)]
    return found


OUTSIDE = """font => {
    document.querySelectorAll(".picture svg").forEach(svg => { svg.style.fontFamily = font && `"${font}"`; });
    const own = text => [...text.childNodes].filter(each => each.nodeType === Node.TEXT_NODE).map(each => each.data).join("");
    return [...document.querySelectorAll(".picture svg text")].filter(text => {
        const box = text.getBoundingClientRect(), view = text.ownerSVGElement.getBoundingClientRect();
        return box.left < view.left || box.top < view.top || box.right > view.right || box.bottom > view.bottom;
    }).map(own);
}"""
"""The labels that do not stand inside the view box of their picture, written in a font."""


@pytest.fixture(scope="session")
def cut_off() -> Callable[[Page], list[str]]:
    return clipped


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"there is no browser at {CHROMIUM}")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield found
        found.close()


Visit = Callable[..., AbstractContextManager[Page]]
LOCALES = {"zh": "zh-CN", "en": "en-GB"}
REPORTED = re.compile(
    "status of 40[04]"
)  # the browser itself reports a page that is not found, and a query that is refused


@pytest.fixture
def visit(browser: Browser) -> Visit:
    """Open a page whose console stays empty and which asks no other host."""

    @contextmanager
    def visiting(language: str = "zh", width: int = 1280, *, scripts: bool = True) -> Iterator[Page]:
        context = browser.new_context(
            locale=LOCALES[language], viewport={"width": width, "height": 800}, java_script_enabled=scripts
        )
        page = context.new_page()
        complaints: list[str] = []
        hosts: set[str] = set()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
        yield page
        assert ([each for each in complaints if not REPORTED.search(each)], len(hosts)) == ([], 1)
        context.close()

    return visiting
