"""The pages of quality, documents and words in a real browser: room on a phone, no script needed, no violation of WCAG AA."""

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser

PAGES = (
    "/quality", "/quality/tianjin-2020-293", "/quality/tianjin-2020-293/lacking?rule=Measure/deadline",
    "/documents/tianjin-2020-293?passage=41/target.1", "/doc/ns/def", "/doc/ns/shape", "/doc/ns/context",
    "/doc/id/mapping/tianjin-2020-293/41.1",
)  # fmt: skip # entries side by side


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_room_on_a_phone_and_meets_wcag_aa(browser: Browser, address: str, path: str) -> None:
    with browser.new_context(viewport={"width": 360, "height": 800}, locale="zh-CN") as context:
        tab = context.new_page()
        complaints: list[str] = []
        tab.on("console", lambda message: complaints.append(message.text))
        tab.goto(address + path)
        assert tab.evaluate("document.documentElement.scrollWidth") == 360
        found = Axe().run(tab, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
        assert [each["id"] for each in found.response["violations"]] == []
        assert complaints == []
