"""Web pages: paragraphs, headings, and tables with their merged cells, as a browser shows them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from mapping.blocks import Document
from mapping.readers.composing import Cell, Composer, unbroken
from mapping.readers.encoding import decode
from mapping.readers.extras import needs
from mapping.readers.source import Source

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MEDIA_TYPE = "text/html"

DEEPEST = 200
"""Elements inside one another."""

LARGEST_TABLE = 2_000_000
"""Cells of a table, each counted in every row and column that it covers."""

LARGEST_SPAN = 1000
"""The most rows or columns that HTML lets a cell cover."""

_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_UNSEEN = frozenset(("head", "script", "style", "template", "noscript", "svg", "nav", "select", "textarea", "button"))
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "kbd",
        "label",
        "mark",
        "o:p",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
_NOT_DISPLAYED = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\n\r\f]+")
_IDEOGRAPH = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
_BREAK = "\v"


def read(source: Source) -> Document:
    """Read a web page.

    Raises:
        DocumentError: the bytes are no text, or the page shows none.
    """
    with needs(source, "html"):
        from lxml import etree, html  # noqa: PLC0415
    declared = _CHARSET.search(source.content[:4096])
    text, encoding = decode(source, declared=declared[1].decode() if declared else None)
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    composer = Composer()
    try:
        root = html.document_fromstring(text.encode(), parser=parser)
    except etree.LxmlError as error:
        raise source.error("the page holds no text", "Open it in a browser, and save what is shown there.") from error
    _check_size(source, root, etree.iterwalk(root, events=("start", "end")))
    _Page(composer).add(root)
    return composer.document(source, media_type=MEDIA_TYPE, encoding=encoding, title=_title(root))


def _title(root: HtmlElement) -> str | None:
    """Return what the page calls itself: in the metadata of government sites, its only first heading, its title."""
    named = (meta.get("content", "") for meta in root.iter("meta") if meta.get("name", "").lower() == "articletitle")
    headings = [_collapsed(str(heading.text_content())) for heading in root.iter("h1")]
    titles = (_collapsed(str(title.text_content())) for title in root.iter("title"))
    return next(filter(None, (*map(_collapsed, named), *(headings if len(headings) == 1 else ()), *titles)), None)


def _check_size(source: Source, root: HtmlElement, walk: Iterable[tuple[str, HtmlElement]]) -> None:
    """Refuse what only an attack or a broken program makes: elements nested without end, tables of millions of cells."""
    depth = 0
    for event, _ in walk:
        depth += 1 if event == "start" else -1
        if depth > DEEPEST:
            raise source.error(
                f"its elements are nested more than {DEEPEST} deep", "Save the page again from a browser."
            )
    for table in root.iter("table"):
        cells = _cells_covered(table)
        if cells > LARGEST_TABLE:
            raise source.error(f"a table has {cells:,} cells", "Save the page again from a browser.")


def _cells_covered(table: HtmlElement) -> int:
    """Return how many cells a table's grid has at most, a merged one counted wherever it stands."""
    rows = list(_own_rows(table))
    widths = [[_span(cell, "colspan", 1) for cell in _own_cells(row)] for row in rows]
    areas = [
        _span(cell, "colspan", 1) * min(_span(cell, "rowspan", 1) or len(rows), len(rows))
        for row in rows
        for cell in _own_cells(row)
    ]
    return max(sum(areas), len(rows) * max(map(sum, widths), default=0))


class _Page:
    """Walks a page in reading order: inline texts gather in a line until a block begins or ends."""

    def __init__(self, composer: Composer) -> None:
        self._composer = composer
        self._line: list[str] = []
        self._level = 0
        self._items: Counter[HtmlElement] = Counter()

    def add(self, element: HtmlElement) -> None:
        self._element(element)
        self._flush()

    def _element(self, element: HtmlElement) -> None:
        if _is_unseen(element):
            return
        if element.tag == "br":
            self._flush()
        elif element.tag == "table" and not _is_scaffold(element):
            self._flush()
            self._composer.table(_grid(element))
        elif element.tag in _INLINE:
            self._children(element)
        else:
            self._block(element)

    def _block(self, element: HtmlElement) -> None:
        self._flush()
        before = self._level
        if re.fullmatch("h[1-6]", element.tag):
            self._level = int(element.tag[1])
        if element.tag == "li":
            self._line.append(self._numeral(element))
        self._children(element)
        self._flush()
        self._level = before

    def _children(self, element: HtmlElement) -> None:
        self._line.append(element.text or "")
        for child in element:
            self._element(child)
            self._line.append(child.tail or "")

    def _numeral(self, item: HtmlElement) -> str:
        """Return the number that a browser puts before an item of an ordered list."""
        parent = item.getparent()
        if parent is None or parent.tag != "ol" or parent.get("type", "1") != "1":
            return ""
        self._items[parent] += 1
        return f"{_whole(parent, 'start', 1) + self._items[parent] - 1}. "

    def _flush(self) -> None:
        self._composer.paragraph(_collapsed("".join(self._line)), level=self._level)
        self._line.clear()


def _is_unseen(element: HtmlElement) -> bool:
    if not isinstance(element.tag, str) or element.tag in _UNSEEN or "hidden" in element.attrib:
        return True
    return _NOT_DISPLAYED.search(element.get("style", "")) is not None


def _is_scaffold(table: HtmlElement) -> bool:
    """Tell a table that only lays the page out: it holds others, and fewer than two rows of three cells of its own."""
    if next(table.iterdescendants("table"), None) is None:
        return False
    return sum(len(list(_own_cells(row))) >= 3 for row in _own_rows(table)) < 2


def _own_rows(table: HtmlElement) -> Iterator[HtmlElement]:
    for part in table:
        if part.tag == "tr":
            yield part
        elif part.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in part if row.tag == "tr")


def _own_cells(row: HtmlElement) -> Iterator[HtmlElement]:
    return (cell for cell in row if cell.tag in ("td", "th"))


def _grid(table: HtmlElement) -> list[list[Cell]]:
    """Return the grid of a table, as HTML's table model fills it."""
    rows = [row for row in _own_rows(table) if not _is_unseen(row)]
    grid: list[dict[int, Cell]] = [{} for _ in rows]
    for number, row in enumerate(rows):
        column = 0
        for element in _own_cells(row):
            while column in grid[number]:
                column += 1
            cell = Cell(_cell_text(element))
            width, height = _span(element, "colspan", 1), _span(element, "rowspan", 1) or len(rows)
            for below in grid[number : number + height]:
                below.update(dict.fromkeys(range(column, column + width), cell))
            column += width
    columns = max((max(row) + 1 for row in grid if row), default=0)
    return [[row.get(at) or Cell("") for at in range(columns)] for row in grid]


def _span(element: HtmlElement, name: str, default: int) -> int:
    return min(_whole(element, name, default), LARGEST_SPAN)


def _whole(element: HtmlElement, name: str, default: int) -> int:
    """Return the number that an attribute says; of thousands of digits the first ones, which are too many anyway."""
    value = element.get(name, "").strip()
    return int(value.lstrip("0")[:9] or "0") if value.isdecimal() else default


def _cell_text(cell: HtmlElement) -> str:
    return unbroken("\n".join(filter(None, (_collapsed(line) for line in "".join(_texts(cell)).split(_BREAK)))))


def _texts(element: HtmlElement) -> Iterator[str]:
    """Yield the texts shown in an element, with a mark where a line ends."""
    yield element.text or ""
    for child in element:
        if not _is_unseen(child):
            ends_line = child.tag not in _INLINE
            yield _BREAK if ends_line else ""
            yield from _texts(child)
            yield _BREAK if ends_line else ""
        yield child.tail or ""


def _collapsed(text: str) -> str:
    """Collapse white space as CSS does; a line break in the source between two ideographs is none."""

    def blank(found: re.Match[str]) -> str:
        around = (text[max(found.start() - 1, 0)], text[min(found.end(), len(text) - 1)])
        wrapped = "\n" in found[0] and all(map(_IDEOGRAPH.match, around))
        return "" if wrapped else " "

    return _SPACES.sub(blank, text).strip()
