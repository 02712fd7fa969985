"""Text recognised on pages that are pictures: the file beside the document that keeps it, and the glyphs it makes.

``<document>.recognised.tsv`` has a row for each line of text and each ruled line, with its page and its box in points. A
person may correct its texts: characters between ⟦ and ⟧ are doubtful until these marks are deleted. Where it is there, no
program for recognition is needed, and every build reads the same.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from mapping.blocks import Document, Omission, Paragraph, Place, RecognisedLine, RecognisedRule, Recognition, Table
from mapping.readers.encoding import decode
from mapping.readers.pdf.page import Glyph, PrintedPage, RuledLine
from mapping.readers.source import Source, open_source

DOUBTFUL = "doubtful-characters"
"""The code of the finding that characters were not recognised surely."""

RECOGNISED = "recognised"
"""The code of the finding that text was recognised."""

_SUFFIX = ".recognised.tsv"
_COLUMNS = ("page", "kind", "left", "top", "right", "bottom", "sureness", "text")
_HEAD = re.compile(r"# sha256 ([0-9a-f]{64}) (.+)")
_MARKED = re.compile(r"⟦([^⟦⟧]*)⟧")
_BELOW = 0.18
_SIZES = (0.55, 1.05)
_MOST_DOUBTS = 200
_FARTHEST = 100_000.0
"""Points; the largest page of a PDF has 14,400."""


def kept_file(document: Path) -> Path:
    """Return the file that keeps what was recognised of a document."""
    return document.with_name(document.name + _SUFFIX)


def keep(document: Document, beside: Path) -> None:
    """Write what was recognised of a document beside its copy, unless a file is there already."""
    path = kept_file(beside)
    if document.recognised is not None and not path.exists():
        path.write_text(_table(document.recognised, document.sha256), encoding="utf-8")


def kept(source: Source, sha256: str) -> Recognition | None:
    """Return what the file beside a document keeps; nothing where there is none, or it is of another document.

    Raises:
        DocumentError: the file or a row of it is damaged.
    """
    path = kept_file(source.path)
    if not path.is_file():
        return None
    head, _, rows = decode(open_source(path))[0].partition("\n")
    said = _HEAD.match(head.strip())
    if said is None or said[1] != sha256:
        return None
    found: list[RecognisedLine | RecognisedRule] = []
    reader = csv.DictReader(io.StringIO(rows), delimiter="\t", quoting=csv.QUOTE_NONE)
    try:
        found.extend(map(_of_row, reader))
    except (KeyError, TypeError, ValueError, csv.Error) as error:
        raise source.error(
            f"row {len(found) + 3} of {path.name} is damaged: {error}",
            f"Correct it, or delete {path.name} to recognise the text anew.",
        ) from error
    lines = tuple(each for each in found if isinstance(each, RecognisedLine))
    rules = tuple(each for each in found if isinstance(each, RecognisedRule))
    return Recognition(engine=said[2], lines=lines, rules=rules, is_kept=True)


def _of_row(row: dict[str, str]) -> RecognisedLine | RecognisedRule:
    page, edges = int(row["page"]), {name: _edge(row[name]) for name in ("left", "top", "right", "bottom")}
    if row["kind"] == "rule":
        return RecognisedRule(page=page, **edges)
    text, doubtful = _unmarked(row["text"])
    return RecognisedLine(page=page, **edges, text=text, sureness=float(row["sureness"]), doubtful=doubtful)


def _edge(text: str) -> float:
    found = float(text)
    if not abs(found) <= _FARTHEST:  # nor is what is no number
        raise ValueError(f"{text} is no place on a page")
    return found


def _table(found: Recognition, sha256: str) -> str:
    rows = [f"# sha256 {sha256} {found.engine}", "\t".join(_COLUMNS)]
    rows += (
        "\t".join((str(line.page), "text", *_box(line), f"{line.sureness:.3f}", _marked(line))) for line in found.lines
    )
    rows += ("\t".join((str(rule.page), "rule", *_box(rule), "", "")) for rule in found.rules)
    return "\n".join(rows) + "\n"


def _box(thing: RecognisedLine | RecognisedRule) -> Iterator[str]:
    return (f"{edge:.1f}" for edge in (thing.left, thing.top, thing.right, thing.bottom))


def _marked(line: RecognisedLine) -> str:
    text = "".join(f"⟦{one}⟧" if at in line.doubtful else one for at, one in enumerate(line.text))
    return " ".join(text.replace("⟧⟦", "").split())


def _unmarked(text: str) -> tuple[str, tuple[int, ...]]:
    plain, at = "", 0
    doubtful: list[int] = []
    for found in _MARKED.finditer(text):
        plain += text[at : found.start()]
        doubtful += range(len(plain), len(plain) + len(found[1]))
        plain += found[1]
        at = found.end()
    return plain + text[at:], tuple(doubtful)


def with_glyphs(page: PrintedPage, found: Recognition) -> PrintedPage:
    """Return a page with the characters and ruled lines that were recognised on it."""
    glyphs = [glyph for line in found.lines if line.page == page.number for glyph in _glyphs(line)]
    rules = [rule for rule in found.rules if rule.page == page.number]
    across = [RuledLine((r.top + r.bottom) / 2, r.left, r.right) for r in rules if r.right - r.left >= r.bottom - r.top]
    upright = [RuledLine((r.left + r.right) / 2, r.top, r.bottom) for r in rules if r.right - r.left < r.bottom - r.top]
    return PrintedPage(page.number, page.width, page.height, glyphs, across, upright, [])


def _glyphs(line: RecognisedLine) -> Iterator[Glyph]:
    """Yield the characters of a line, spread over its box: those of Latin letters and figures take half the width."""
    widths = [0.5 if character.isascii() else 1.0 for character in line.text]
    each, height = (line.right - line.left) / max(sum(widths), 0.5), line.bottom - line.top
    low, high = (part * height for part in _SIZES)
    left, base = line.left, line.bottom - _BELOW * height
    for character, part in zip(line.text, widths, strict=True):
        yield Glyph(character, left, left + part * each, base, min(max(each, low), high))
        left += part * each


def omissions_of(document: Document, found: Recognition) -> Iterator[Omission]:
    """Yield that text was recognised and how surely, then each run of doubtful characters with its place in the text."""
    pages = _ranges(found.pages)
    kept_in = kept_file(document.path).name
    how = "Compare a few numbers and names with the pages" + (
        "." if found.is_kept else f"; a plan folder keeps the text in {kept_in}, where it can be corrected."
    )
    yield Omission(
        what=f"The text of {pages} was recognised on pictures by {found.engine}, {found.sureness:.1%} surely",
        advice=how,
        severity="info",
        code=RECOGNISED,
    )
    doubts = [(line, run) for line in found.lines for run in _runs(line.doubtful)]
    for line, (start, end) in doubts[:_MOST_DOUBTS]:
        yield Omission(
            what=f"was recognised in doubt: “{line.text[start:end]}” in “{line.text[max(start - 10, 0) : end + 10]}”",
            advice=f"Look at the page. Correct the text in {kept_in}, and delete the marks ⟦⟧ there.",
            page=line.page,
            text=line.text[start:end],
            code=DOUBTFUL,
            place=_place(document, line, start, end),
        )
    if len(doubts) > _MOST_DOUBTS:
        yield Omission(
            what=f"{len(doubts) - _MOST_DOUBTS} more places were recognised in doubt",
            advice="Find the plan in another format, or a better scan of it.",
            code=DOUBTFUL,
        )


def _ranges(pages: Sequence[int]) -> str:
    runs = [(start + 1, end) for start, end in _runs([page - 1 for page in pages])]
    names = [f"{start}" if start == end else f"{start}–{end}" for start, end in runs]
    return f"page{'s' if len(pages) > 1 else ''} {', '.join(names)}"


def _runs(places: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the runs of consecutive places, end exclusive."""
    run: list[int] = []
    for place in places:
        if run and place != run[-1] + 1:
            yield run[0], run[-1] + 1
            run = []
        run.append(place)
    if run:
        yield run[0], run[-1] + 1


def _place(document: Document, line: RecognisedLine, start: int, end: int) -> Place | None:
    """Return where the text has a part of a line; nothing where the line does not stand in it as it was recognised."""
    wanted = "".join(line.text.split())
    before = len("".join(line.text[:start].split()))
    length = len("".join(line.text[start:end].split()))
    for place in _places(document, line.page):
        offsets = [at for at in range(place.start, place.end) if not document.text[at].isspace()]
        at = "".join(document.text[offset] for offset in offsets).find(wanted)
        if at >= 0 and length:
            first, last = offsets[at + before], offsets[at + before + length - 1]
            return msgspec.structs.replace(place, start=first, end=last + 1)
    return None


def _places(document: Document, page: int) -> Iterator[Place]:
    """Yield the paragraphs and cells that stand on a page, or begin on the one before."""
    for block in document.blocks:
        if isinstance(block, Paragraph):
            places: Iterable[Place] = (block.place,)
        elif isinstance(block, Table):
            places = dict.fromkeys(cell for row in block.rows for cell in row.cells)
        yield from (place for place in places if place.page in (page, page - 1))
