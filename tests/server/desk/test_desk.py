"""The desk in this process: who may come in, what its pages show, what its forms write."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from mapping.plan_folder import load
from mapping.reference.reference import Reference
from mapping.review.decisions import LookAt, MarkPart, NameBody, encode
from mapping.review.review import Review
from server.desk.app import create_desk
from server.desk.door import Door
from server.desk.publishing import BuildOutcome, PlanOutcome, Publishing

PORT = 8123
HERE = f"http://127.0.0.1:{PORT}"


class Visitor:
    """A browser's requests to a desk: to its address, from its own pages."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, path: str, **more: Any) -> Any:
        return self.client.get(path, base_url=more.pop("base_url", HERE), **more)

    def post(self, path: str, data: dict[str, Any], origin: str | None = HERE, **more: Any) -> Any:
        headers = {"Origin": origin} if origin else {}
        return self.client.post(path, base_url=HERE, data=data, headers=headers, **more)


@pytest.fixture(scope="module")
def opened(made: Path, tmp_path_factory: pytest.TempPathFactory, reference: Reference) -> Review:
    folder = tmp_path_factory.mktemp("desk") / made.name
    return Review.open(Path(shutil.copytree(made, folder)), reference)


@pytest.fixture
def review(opened: Review) -> Iterator[Review]:
    """The review, on which every test finds nothing decided yet."""
    yield opened
    while opened.can_undo:
        opened.undo()


@pytest.fixture
def folder(review: Review) -> Path:
    return review.folder.path


@pytest.fixture
def door() -> Door:
    return Door(PORT)


@pytest.fixture
def stranger(review: Review, door: Door) -> Iterator[Visitor]:
    """Somebody who has not opened the address."""
    app = create_desk(review, Publishing(lambda: BuildOutcome("r1", (PlanOutcome("hunan-2020-293", 0, 2),))), door)
    app.testing = True
    with app.test_client() as client:
        yield Visitor(client)


@pytest.fixture
def steward(stranger: Visitor, door: Door) -> Visitor:
    """Who has opened the address that the command printed."""
    answer = stranger.get(f"/?token={door.token}")
    assert (answer.status_code, answer.location) == (303, "/")
    return stranger


def test_the_token_is_changed_for_a_cookie_that_no_other_site_can_send(stranger: Visitor, door: Door) -> None:
    assert stranger.get("/").status_code == 403
    assert "只有启动审核台的人可以使用" in stranger.get("/?lang=zh", headers={"Accept": "text/html"}).text
    answer = stranger.get(f"/source?lang=en&token={door.token}")
    assert (answer.status_code, answer.location) == (303, "/source?lang=en")
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert door.token not in cookie
    assert stranger.get("/").status_code == 200


@pytest.mark.parametrize("token", ["", "x", "例"])
def test_a_wrong_token_opens_nothing(stranger: Visitor, token: str) -> None:
    assert stranger.get("/", query_string={"token": token}).status_code == 403


@pytest.mark.parametrize("name", ["desk.example.org", f"evil.example:{PORT}", "127.0.0.1", f"127.0.0.1:{PORT + 1}"])
def test_a_name_that_leads_to_this_machine_is_not_answered(steward: Visitor, name: str) -> None:
    answer = steward.get("/", headers={"Host": name})
    assert answer.status_code == 403
    assert "湖南省" not in answer.text


@pytest.mark.parametrize(
    "origin", [None, "null", "http://evil.example", f"http://localhost:{PORT}", f"https://127.0.0.1:{PORT}"]
)
def test_a_form_of_another_page_changes_nothing(steward: Visitor, folder: Path, origin: str | None) -> None:
    before = (folder / "plan.toml").read_bytes()
    form = {"decisions": encode((MarkPart(as_="skip", blocks="1"),))}
    assert steward.post("/decide", form, origin=origin).status_code == 403
    assert steward.post("/build", {}, origin=origin).status_code == 403
    assert (folder / "plan.toml").read_bytes() == before


def test_pages_stay_in_no_cache_and_run_nothing_that_is_not_of_the_desk(steward: Visitor) -> None:
    answer = steward.get("/")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/", "/source", "/measure/1", "/doubt/{}"])
def test_markup_in_a_document_is_shown_as_text(steward: Visitor, path: str) -> None:
    named = re.findall(r'id="d-(\w+)"[^>]*>\s*<h3[^>]*>[^<]*alert', steward.get("/").text)
    text = steward.get(path.format(*named)).text
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text


@pytest.mark.parametrize(("language", "words"), [("zh", "不认识“省两山转化办”"), ("en", "“省两山转化办” is not known")])
def test_doubts_are_asked_in_both_languages(steward: Visitor, language: str, words: str) -> None:
    assert words in steward.get(f"/?lang={language}").text


def test_a_decision_is_written_shown_and_undone(steward: Visitor, folder: Path) -> None:
    form = {
        "decisions": encode((NameBody(name="省两山转化办", means="pg:function/commerce"),)),
        "back": "/?lang=en#d-1",
    }
    answer = steward.post("/decide?lang=en", form)
    assert (answer.status_code, answer.location) == (303, "/?lang=en#d-1")
    page = steward.get("/?lang=en").text
    assert "1 doubt is settled." in page
    assert "省两山转化办\tpg:function/commerce" in (folder / "agencies.tsv").read_text("utf-8")
    steward.post("/undo", {"back": "/"})
    assert "pg:function/commerce" not in (folder / "agencies.tsv").read_text("utf-8").replace("\t\t", "")
    assert "Taken back" in steward.get("/?lang=en").text


def test_a_form_leads_back_to_an_address_of_the_desk_only(steward: Visitor) -> None:
    for to in ("//evil.example/", "https://evil.example/", "/\\evil.example"):
        assert steward.post("/undo", {"back": to}).location == "/"


def test_what_is_no_decision_is_refused_and_what_does_not_hold_together_is_said(steward: Visitor, folder: Path) -> None:
    assert steward.post("/decide", {"decisions": '[{"kind":"shell"}]'}).status_code == 400
    assert steward.post("/mark", {"first": "1", "as": "everything"}).status_code == 400
    before = (folder / "plan.toml").read_bytes()
    steward.post("/mark", {"first": "one", "as": "skip"})
    assert "a part is named by either" in steward.get("/?lang=en").text
    assert (folder / "plan.toml").read_bytes() == before


def test_the_source_shows_tables_as_tables_and_marks_what_was_read(steward: Visitor) -> None:
    text = steward.get("/source?lang=en").text
    assert '<mark class="m-agency" title="agency">省两山转化办</mark>' in text
    assert '<mark class="m-target" title="target">' in text
    assert re.search(r'<td><span class="f-quotation" title="quoted requirement annex-1">在消费品领域', text)


def test_a_range_is_skipped_and_the_columns_of_a_table_are_said(steward: Visitor, review: Review, folder: Path) -> None:
    steward.post("/mark", {"first": "4", "last": "4", "as": "skip"})
    assert [part.as_ for part in load(folder).settings.layout.parts] == ["skip"]
    form = {
        "header": ["落实举措", "责任单位"],
        "role": ["detail", "responsibility"],
        "was": ["measure", "responsibility"],
    }
    steward.post("/columns", form)
    assert load(folder).settings.layout.columns.detail == ("落实举措",)
    steward.post("/undo", {})
    assert (
        [measure.number for measure in review.extraction.plan.measures] == ["1", "2", "3"]
        if review.extraction
        else False
    )


def test_a_role_is_corrected_on_the_page_of_its_measure(steward: Visitor, review: Review) -> None:
    text = "省文创促进专班牵头，省工业和信息化厅配合"
    assert text in steward.get("/measure/annex-2").text
    steward.post("/role", {"body": "省工业和信息化厅", "role": "joint", "text": text})
    assert review.extraction is not None
    measure = next(one for one in review.extraction.plan.measures if one.number == "annex-2")
    assert [one.role.rpartition("/")[2] for one in measure.responsibilities] == ["lead", "joint"]


def test_a_number_and_a_deadline_are_corrected_on_the_page_of_their_measure(steward: Visitor, folder: Path) -> None:
    text = "建设省级工业设计中心10家。"
    assert 'name="text" value="10家"' in steward.get("/measure/annex-2").text
    steward.post("/value", {"text": "10家", "as_": "parameter", "measure": text})
    steward.post("/deadline", {"measure": text, "last": "2022-12-31"})
    layout = load(folder).settings.layout
    assert [(one.text, one.as_) for one in layout.values] == [("10家", "parameter")]
    assert [str(one.last) for one in layout.deadlines] == ["2022-12-31"]
    assert "2022-12-31" in steward.get("/measure/annex-2").text
    steward.post("/value", {"text": "10家", "as_": "target", "measure": text, "value": "ten"})
    assert "is no number" in steward.get("/?lang=en").text


def test_only_what_is_changed_of_the_facts_is_written(steward: Visitor, folder: Path) -> None:
    page = steward.get("/facts").text
    form = dict(re.findall(r'<input id="[^"]*" name="([^"]*)" type="[^"]*" value="([^"]*)"', page))
    form |= dict(re.findall(r'<select id="[^"]*" name="([^"]*)">.*?<option value="([^"]*)" selected', page))
    before = (folder / "plan.toml").read_text("utf-8")
    steward.post("/facts", form)
    assert (folder / "plan.toml").read_text("utf-8") == before
    steward.post("/facts", {**form, "title.en": "Hunan's <plan>", "date_document": "2020-07-01", "year": ""})
    settings = load(folder).settings
    assert (settings.title["en"], str(settings.date_document)) == ("Hunan's <plan>", "2020-07-01")
    assert settings.jurisdiction == "430000"


def test_what_was_looked_at_is_listed_and_asked_again(steward: Visitor, review: Review) -> None:
    key = next(doubt.key for doubt in review.doubts if doubt.severity == "warning")
    steward.post("/decide", {"decisions": encode((LookAt(doubt=key),))})
    assert review.doubt(key) is None
    assert key in steward.get("/").text


def test_a_plan_of_which_nothing_is_left_to_decide_says_so(steward: Visitor, review: Review) -> None:
    review.decide(*(LookAt(doubt=doubt.key) for doubt in review.doubts))
    assert review.doubts == ()
    assert "Nothing is left to decide." in steward.get("/?lang=en").text


def test_build_runs_what_the_command_composed_and_shows_what_came_of_it(steward: Visitor) -> None:
    assert steward.post("/build", {}).location == "/build"
    for _ in range(100):
        text = steward.get("/build?lang=en").text
        if "Published: r1" in text:
            break
    assert "hunan-2020-293" in text
    assert "2 warnings" in text
