"""Documents for people who print or edit (.docx, ISO/IEC 29500): headings, tables with their heads on every page, and whence.

A document is the same bytes each time: it holds no time of its making.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.styles.style import ParagraphStyle

from server.web.sheets import without_control

MOST_ROWS = 2_000
"""How many rows a document holds: it is made while its reader waits, and nobody prints more."""
_EPOCH = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
_STYLES = {"Normal": 9.0, "Footer": 8.0, "Title": 20.0, "Heading 1": 14.0, "Heading 2": 12.0}
"""The styles that are used, with the size of their letters."""


@dataclass(frozen=True, slots=True)
class Translated:
    """A text with an unofficial translation below it, where there is one."""

    text: str
    translation: str | None


WordCell = str | int | float | None | Translated


@dataclass(frozen=True, slots=True)
class WordTable:
    """A table under a heading of its level; a ``widths`` is a share of the page for each of its heads."""

    heading: str
    level: int
    heads: tuple[str, ...]
    widths: tuple[float, ...]
    rows: Sequence[Sequence[WordCell]]


@dataclass(frozen=True, slots=True)
class WordText:
    """What stands around the tables: title, what comes first, and what is said of the file under a heading of its own.

    ``mark`` is what stands before an unofficial translation.
    """

    title: str
    lead: Sequence[WordCell]
    about_heading: str
    about: Sequence[tuple[str, str]]
    mark: str


def document(text: WordText, tables: Iterable[WordTable]) -> bytes:
    """Return a document; at the foot of every page stands where it came from."""
    made = docx.Document()
    width = _prepare(made, text)
    made.add_heading(without_control(text.title), 0)
    for each in text.lead:
        for said, is_translation in _paragraphs(each, text.mark):
            made.add_paragraph().add_run(said).italic = is_translation
    for table in tables:
        if table.heading:
            made.add_heading(without_control(table.heading), table.level)
        if table.rows:
            _add(made, table, width, text.mark)
    made.add_heading(text.about_heading, 1)
    for name, value in text.about:
        made.add_paragraph(f"{name}: {without_control(value)}")
    return _written(made)


def _prepare(made: Document, text: WordText) -> float:
    """Set paper (A4 across), letters and what the file says of itself; return how wide a line is, in centimetres."""
    page = made.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(1.8)
    page.footer.paragraphs[0].text = " · ".join(f"{name} {value}" for name, value in text.about)
    for name, size in _STYLES.items():
        _set_letters(made.styles[name], size)
    properties = made.core_properties
    properties.title, properties.author, properties.comments = without_control(text.title), "", ""
    properties.created = properties.modified = _EPOCH
    return 29.7 - 2 * 1.8


def _set_letters(style: ParagraphStyle, size: float) -> None:
    """Set letters that have Chinese: those of a theme would go before what the style says."""
    style.font.size = Pt(size)
    letters = style.element.get_or_add_rPr().get_or_add_rFonts()
    letters.attrib.clear()
    for script, font in (("ascii", "Times New Roman"), ("hAnsi", "Times New Roman"), ("eastAsia", "宋体")):
        letters.set(qn(f"w:{script}"), font)


def _paragraphs(said: WordCell, mark: str) -> Iterator[tuple[str, bool]]:
    """Yield what a cell says as paragraphs, and of each whether it is a translation."""
    if isinstance(said, Translated):
        yield without_control(said.text), False
        if said.translation:
            yield f"[{mark}] {without_control(said.translation)}", True
    elif said is not None:
        yield without_control(str(said)), False


def _add(made: Document, table: WordTable, width: float, mark: str) -> None:
    added = made.add_table(rows=1, cols=len(table.heads), style="Table Grid")
    added.autofit = False
    widths = [Cm(width * share / sum(table.widths)) for share in table.widths]
    for column, one in zip(added.columns, widths, strict=True):
        column.width = one
    head = added.rows[0]
    for cell, name in zip(head.cells, table.heads, strict=True):
        cell.paragraphs[0].add_run(name).bold = True
    head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - there is no other way to repeat a head
    for values in table.rows:
        row = added.add_row()
        for cell, value in zip(row.cells, values, strict=True):
            for said, is_translation in _paragraphs(value, mark):
                empty = cell.paragraphs[0] if not cell.text else cell.add_paragraph()
                empty.add_run(said).italic = is_translation
    for row in added.rows:
        for cell, one in zip(row.cells, widths, strict=True):
            cell.width = one


def _written(made: Document) -> bytes:
    """Return the document without the time at which each part of it was packed."""
    given, kept = io.BytesIO(), io.BytesIO()
    made.save(given)
    with ZipFile(given) as parts, ZipFile(kept, "w", ZIP_DEFLATED) as still:
        for part in parts.infolist():
            still.writestr(ZipInfo(part.filename, _EPOCH.timetuple()[:6]), parts.read(part), ZIP_DEFLATED)
    return kept.getvalue()
