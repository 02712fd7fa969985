"""Word: paragraphs and tables as they are printed, with automatic numbers, and with tracked changes accepted."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any, NamedTuple
from zipfile import BadZipFile

from mapping.blocks import Document, Omission
from mapping.readers.composing import Cell, Composer, unbroken
from mapping.readers.extras import needs
from mapping.readers.numbering import Numbering, whole
from mapping.readers.source import DAMAGED, Source

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TEXT_BOX = f"{W}txbxContent"
_UNSEEN = frozenset((f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", _FALLBACK, _TEXT_BOX))
_CHARACTERS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}ptab": "\t"}
_CONTAINERS = frozenset((f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}moveTo"))

Element = Any
"""An lxml element of WordprocessingML: python-docx declares no types for them."""


def read(source: Source) -> Document:
    """Read a Word document.

    Raises:
        DocumentError: it is damaged or holds no text.
    """
    parts = _opened(source)
    composer = _Body(Numbering(parts.styles, parts.numbering)).compose(parts.body)
    composer.omissions += _tracked(parts.body)
    return composer.document(source, media_type=MEDIA_TYPE)


class _Parts(NamedTuple):
    """What of a file is read: the roots of its parts; without lists there is no ``numbering``."""

    body: Element
    styles: Element
    numbering: Element | None


def _opened(source: Source) -> _Parts:
    """Return the parts of a file; whatever the libraries say here is about the file, for nothing of ours is done yet."""
    with needs(source, "word"):
        import docx  # noqa: PLC0415
        from docx.opc.exceptions import OpcError  # noqa: PLC0415
    try:
        document = docx.Document(BytesIO(source.content))
        has_lists = any(each.reltype.endswith("/numbering") for each in document.part.rels.values())
        numbering = document.part.numbering_part.element if has_lists else None
        return _Parts(document.element.body, document.styles.element, numbering)
    except (*DAMAGED, BadZipFile, OpcError) as error:
        raise source.error(f"the file is damaged: {error}", "Open it in Word and save it again.") from error


def _tracked(body: Element) -> Iterator[Omission]:
    """Yield what a steward must know of changes and comments that nobody has settled."""
    changes = {mark: sum(1 for _ in body.iter(f"{W}{mark}")) for mark in ("ins", "del", "moveFrom")}
    if any(changes.values()):
        deleted = "".join(text.text or "" for text in body.iter(f"{W}delText"))
        yield Omission(
            what=f"The document holds tracked changes ({changes['ins']} insertions, {changes['del']} deletions, "
            f"{changes['moveFrom']} moves): it was read as if all were accepted",
            advice="Accept or reject them in Word, if the plan was issued otherwise.",
            text=deleted,
        )
    comments = sum(1 for _ in body.iter(f"{W}commentReference"))
    if comments:
        yield Omission(
            what=f"The document holds {comments} comments, which are no text of the plan and were not read",
            advice="Nothing has to be done, unless they say that the text is not final.",
            severity="info",
        )


class _Body:
    """Walks the body in reading order."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._composer = Composer()

    def compose(self, body: Element) -> Composer:
        self._blocks(body)
        return self._composer

    def _blocks(self, parent: Element) -> None:
        for element in parent:
            if element.tag == f"{W}p":
                self._paragraph(element)
            elif element.tag == f"{W}tbl":
                self._composer.table(self._grid(element))
            elif element.tag in _CONTAINERS:
                self._blocks(element)

    def _paragraph(self, element: Element) -> None:
        level = self._numbering.heading_level(element)
        # A line break inside a paragraph begins a new line for the reader; in ours, a new paragraph.
        for line in self._text(element).split("\n"):
            self._composer.paragraph(unbroken(line), level=level)
        around = next(element.iterancestors(_TEXT_BOX), None)
        for box in element.iter(_TEXT_BOX):  # one in another is met there
            is_own = next(box.iterancestors(_TEXT_BOX), None) is around
            if is_own and next(box.iterancestors(_FALLBACK), None) is None:
                self._blocks(box)

    def _text(self, paragraph: Element) -> str:
        text = "".join(_characters(paragraph))
        return self._numbering.before(paragraph) + text if text.strip() or _is_in_cell(paragraph) else text

    def _grid(self, table: Element) -> list[list[Cell]]:
        grid: list[list[Cell]] = []
        for row in _rows(table):
            above = grid[-1] if grid else []
            cells = [Cell("") for _ in range(_number(row, "trPr", "gridBefore", 0))]
            for element in _cells(row):
                text = self._cell_text(element)
                at = len(cells)
                merged = _continues_merge(element) and at < len(above)
                cells.extend([above[at] if merged else Cell(text)] * _number(element, "tcPr", "gridSpan", 1))
            cells.extend(Cell("") for _ in range(_number(row, "trPr", "gridAfter", 0)))
            grid.append(cells)
        return grid

    def _cell_text(self, cell: Element) -> str:
        lines = [self._text(paragraph).strip() for paragraph in _paragraphs(cell)]
        return unbroken("\n".join(filter(None, lines)))


def _characters(element: Element) -> Iterator[str]:
    for child in element:
        if child.tag in _UNSEEN:
            continue
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in _CHARACTERS:
            yield _CHARACTERS[child.tag]
        elif child.tag != f"{W}r" or not _is_hidden(child):
            yield from _characters(child)


def _is_hidden(run: Element) -> bool:
    vanish = run.find(f"{W}rPr/{W}vanish")
    return vanish is not None and vanish.get(f"{W}val", "true") not in ("0", "false")


def _is_in_cell(paragraph: Element) -> bool:
    """Tell whether an empty paragraph counts all the same: a 序号 may be nothing but its automatic number."""
    return bool(paragraph.getparent().tag == f"{W}tc")


def _rows(table: Element) -> Iterator[Element]:
    """Yield the rows of a table, those in content controls too, without the deleted ones."""
    for element in table:
        if element.tag == f"{W}tr":
            if element.find(f"{W}trPr/{W}del") is None:
                yield element
        elif element.tag in _CONTAINERS:
            yield from _rows(element)


def _cells(row: Element) -> Iterator[Element]:
    for element in row:
        if element.tag == f"{W}tc":
            yield element
        elif element.tag in _CONTAINERS:
            yield from _cells(element)


def _paragraphs(cell: Element) -> Iterator[Element]:
    """Yield the paragraphs of a cell, those of tables inside it too."""
    for element in cell:
        if element.tag == f"{W}p":
            yield element
        elif element.tag == f"{W}tbl":
            for row in _rows(element):
                for inner in _cells(row):
                    yield from _paragraphs(inner)
        elif element.tag in _CONTAINERS:
            yield from _paragraphs(element)


def _continues_merge(cell: Element) -> bool:
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and merge.get(f"{W}val", "continue") == "continue"


def _number(element: Element, properties: str, name: str, default: int) -> int:
    found = element.find(f"{W}{properties}/{W}{name}")
    # Word's own limit is 63 columns.
    return default if found is None else min(whole(found.get(f"{W}val"), default), 63)
