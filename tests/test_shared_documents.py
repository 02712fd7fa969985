"""Real documents, and small ones that each show one fault, which stand beside the project and never inside it.

Every one is read as `policygraph new` would. What is known to be read otherwise than expected is marked with its reason.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest

from mapping.blocks import Document
from mapping.errors import MappingError
from mapping.layout import LayoutGuess, LayoutReading, guess, lay_out
from mapping.layout.reading import Entry
from mapping.new import propose
from mapping.parsers.agencies import parse
from mapping.readers import read
from mapping.reference import reference

SHARED = Path(__file__).parents[2] / "shared"
CASES, REAL = SHARED / "cases", SHARED / "real"
EXPECTED: dict[str, dict[str, Any]] = (
    msgspec.json.decode((REAL / "expected.json").read_bytes()) if REAL.is_dir() else {}
)
HERE = pytest.mark.skipif(not REAL.is_dir(), reason="the shared documents are not beside this checkout")
pytestmark = HERE

# What the counts do not say: those of zj27 leave out nine measures of its parts three to five and half of its indicators,
# that of zj38 one of its seventeen brackets; zj24 has twelve brackets in its prose. Bodies are counted as printed, or with
# what the document states once for all: opc01 prints 81 names, of which a count that ends at the first ）loses those after
# 各县（市、区）; the first bracket of opc11 and taian states two groups for the twelve other measures, that of zj38 its
# localities, and not its departments, for the sixteen others.
OTHERWISE = {
    "opc01.txt": {"bodies": 81},
    "opc11.txt": {"bodies": 43 + 2 * 12},
    "taian.pdf": {"bodies": 43 + 2 * 12},
    "zj24.pdf": {"measures": 12 + 47},
    "zj27.pdf": {"measures": 33 + 56 + 102},
    "zj38.pdf": {"measures": 17, "bodies": 52 + 16},
}


class Read(NamedTuple):
    document: Document
    guess: LayoutGuess
    reading: LayoutReading


@cache
def reading_of(path: Path) -> Read:
    document = read(path)
    guessed = guess(document)
    return Read(document, guessed, lay_out(document, guessed.rules))


@cache
def curated() -> reference.Reference:
    return reference.load()


def bodies(found: Read, entry: Entry) -> list[tuple[str, str]]:
    rule = found.reading.lead_rule
    said = [parse(found.document.at(body.place), default_role=body.role, lead_rule=rule) for body in entry.bodies]
    return [(body.name, body.role) for one in said for body in one.bodies]


def documents(folder: Path) -> list[Any]:
    kinds = {".txt", ".docx", ".html", ".pdf"}
    paths = sorted(path for path in folder.iterdir() if path.suffix in kinds and ".src" not in path.name)
    return [pytest.param(path, id=path.name) for path in paths]


@pytest.mark.parametrize(
    "name", sorted(name for name, said in EXPECTED.items() if "measures" in said or name in OTHERWISE)
)
def test_a_real_document_gives_the_measures_and_bodies_that_were_counted_in_it(name: str, tmp_path: Path) -> None:
    found, said = reading_of(REAL / name), EXPECTED[name] | OTHERWISE.get(name, {})
    entries = found.reading.entries
    assert len(entries) == said["measures"]
    if "bodies" in said:
        proposal = propose(REAL / name, tmp_path, curated(), "x")
        assert proposal.extraction is not None
        measures = proposal.extraction.plan.measures
        printed = sum(len(bodies(found, entry)) for entry in entries)
        with_defaults = sum(len(measure.responsibilities) for measure in measures)
        assert said["bodies"] in (printed, with_defaults)
    if "deadlines" in said:
        assert sum(entry.deadline is not None for entry in entries) == said["deadlines"]


@pytest.mark.parametrize("path", documents(REAL) if REAL.is_dir() else [])
def test_no_bracket_with_bodies_of_a_real_document_is_lost_without_a_finding(path: Path) -> None:
    found = reading_of(path)
    printed = re.finditer(r"(?:责任|牵头|主办|配合)(?:单位|部门)[:：][^（）()]+(?=[）)])", found.document.text)
    entries = found.reading.entries
    read_as = [body.place for entry in entries for body in entry.bodies]
    read_as += [place for entry in entries for place in (*entry.headings, *entry.label)]
    read_as += [finding.place for finding in found.reading.findings if finding.place]
    assert [
        match[0]
        for match in printed
        if not any(place.start < match.end() and match.start() < place.end for place in read_as)
    ] == []


def case(name: str) -> Read:
    return reading_of(next(param.values[0] for param in documents(CASES) if param.id.startswith(name)))


def expected(name: str) -> Any:
    path = next(CASES.glob(f"{name}*.expected.json"))
    return msgspec.json.decode(path.read_bytes())["expected"]


COUNTED = ("01-", "03-", "04-", "05-", "13-")


@pytest.mark.parametrize("name", COUNTED)
def test_a_page_as_it_is_printed_loses_no_measure_and_no_body(name: str) -> None:
    found, said = case(name), expected(name)
    assert len(found.reading.entries) == said["measures"]
    if "bodies" in said:
        assert sum(len(bodies(found, entry)) for entry in found.reading.entries) == said["bodies"]
    texts = [found.document.at(entry.measure) for entry in found.reading.entries]
    assert not [text for text in texts if re.search(r"file:|https?:|\d/\d", text)]


LISTED = ("09-", "11-", "12-", "14-", "15-", "30-", "32-", "35-", "36-")


@pytest.mark.parametrize("name", LISTED)
def test_a_small_document_is_read_measure_by_measure(name: str) -> None:
    found, said = case(name), expected(name)
    listed = said if isinstance(said, list) else said["measures"]
    for entry, wanted in zip(found.reading.entries, listed, strict=True):
        assert entry.number.replace("-", " ") == wanted["no"]
        assert bodies(found, entry) == [(name, role) for name, role in wanted["bodies"]]
        if "text" in wanted:
            assert found.document.at(entry.measure).startswith(wanted["text"])
        if "requirement" in wanted:
            assert found.document.at(entry.headings[-1]) == wanted["requirement"]


@pytest.mark.parametrize("name", ["15-", "16-"])
def test_the_title_is_whole_and_that_of_the_plan(name: str) -> None:
    found = case(name)
    assert found.guess.title is not None
    assert found.document.at(found.guess.title).replace("\n", "") == expected(name)["title"]


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("13-", "not-read", "Page 1 holds a picture and no text: not read"),
        ("14-", "unread-table", "重点项目清单” (2 rows) names no bodies; it was not read"),
        ("33-", "not-read", "tracked changes"),
    ],
)
def test_what_a_small_document_leaves_out_is_told(name: str, code: str, said: str) -> None:
    assert [said in finding.message for finding in case(name).reading.findings if finding.code == code] == [True]


def test_the_editor_of_a_web_page_is_no_part_of_its_text(tmp_path: Path) -> None:
    proposal = propose(CASES / "15-web-page.html", tmp_path, curated(), "x")
    assert proposal.extraction is not None
    assert "张三丰" not in proposal.extraction.document.text


def test_a_page_that_names_no_bodies_is_no_table_and_says_so() -> None:
    document = read(CASES / "15b-web-page-metadata-table.html")
    guessed = guess(document)
    assert guessed.rules.kind != "table"
    assert "No responsibilities are named" in "".join(doubt.message for doubt in guessed.doubts)
    with pytest.raises(MappingError, match="names who is responsible"):
        lay_out(document, guessed.rules)
