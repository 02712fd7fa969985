"""Pages in the dark and in forced colours: no violation of WCAG AA, and what is dark is dark."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page

Visit = Callable[..., AbstractContextManager[Page]]
PAGES = (
    "/doc/id/measure/tianjin-2020-293/52",
    "/doc/ns/agency/120000/shi-ti-yu-ju",
    "/search?q=天津体育",
    "/help",
    "/cite/id/measure/tianjin-2020-293/52",
    "/compare/themes",
)


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_no_violation_in_the_dark_and_in_forced_colours(visit: Visit, address: str, path: str) -> None:
    with visit() as page:
        page.goto(address + path)
        page.emulate_media(color_scheme="dark")
        ground = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        assert max(int(part) for part in ground.strip("rgb()").split(",")) < 64
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        page.emulate_media(color_scheme="light", forced_colors="active")
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
