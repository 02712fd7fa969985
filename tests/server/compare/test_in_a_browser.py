"""Comparisons in a real browser: pictures whose labels can be read."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from server.config import ServerConfig

Visit = Callable[..., AbstractContextManager[Page]]


@pytest.fixture(scope="module")
def compared(with_samples: Path, serve: Callable[[ServerConfig], Any]) -> str:
    """Where the samples are served, without a slash at the end."""
    return str(serve(ServerConfig(releases=with_samples)).url).rstrip("/")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", ["/compare", "/compare/functions", "/compare/targets"])
def test_a_picture_shows_its_labels_whole(
    visit: Visit, compared: str, cut_off: Callable[[Page], list[str]], path: str, language: str
) -> None:
    with visit(language) as page:
        page.goto(compared + path)
        assert cut_off(page) == []
