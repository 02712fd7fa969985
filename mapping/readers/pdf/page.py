"""One page of a PDF as PDFium sees it: glyphs, ruled lines and pictures, turned so that its text stands upright.

Measures are points from the page's top left corner, downwards.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from mapping.readers.pdf.glyphs import as_seen

PdfPage = Any
"""A page of pypdfium2, which declares no types."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""

THINNEST_BOX = 3.0
"""A filled box thinner than this is a line."""

_TILT = math.radians(5)
_DEEPEST_FORM = 24
_MOST_SHAPES = 100_000
_MOST_THINGS = 200_000
_UNMAPPED = frozenset((0, 0xFFFD, 0xFFFE, 0xFFFF))
_HYPHEN = 2  # what PDFium says of a hyphen that ends a line


class Glyph(NamedTuple):
    """A character: its left and right edge, the line it stands on, its size and its horizontal middle's box."""

    text: str
    left: float
    right: float
    base: float
    size: float

    @property
    def middle(self) -> tuple[float, float]:
        """The point that tells which cell the glyph stands in: a third of its size above its base."""
        return (self.left + self.right) / 2, self.base - self.size / 3


class RuledLine(NamedTuple):
    """A straight line along the page: ``at`` its height (or distance from the left), ``start`` to ``end`` along it."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """What a page shows. ``tilted`` counts characters set at an angle, ``outside`` those beyond its edges, and
    ``unmapped`` those that the file gives no meaning; none of these are among the glyphs. ``is_cut`` says that more is
    drawn, or drawn deeper, than was looked at: lines may be missing."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph]
    across: list[RuledLine]
    upright: list[RuledLine]
    pictures: list[Box]
    shapes: int = 0
    tilted: int = 0
    outside: int = 0
    unmapped: int = 0
    is_cut: bool = False


class _Raw(NamedTuple):
    code: int
    box: Box
    origin: tuple[float, float]
    size: float
    angle: float


@dataclass(frozen=True, slots=True)
class _Turn:
    """From the file's coordinates to the page's as a reader holds it: its box, and quarter turns of its text."""

    box: Box
    quarters: int

    @property
    def size(self) -> tuple[float, float]:
        width, height = self.box[2] - self.box[0], self.box[3] - self.box[1]
        return (height, width) if self.quarters % 2 else (width, height)

    def point(self, x: float, y: float) -> tuple[float, float]:
        left, bottom, right, top = self.box
        return ((x - left, top - y), (y - bottom, x - left), (right - x, y - bottom), (top - y, right - x))[
            self.quarters
        ]

    def area(self, left: float, bottom: float, right: float, top: float) -> Box:
        (ax, ay), (bx, by) = self.point(left, bottom), self.point(right, top)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def _library() -> Any:
    """Return PDFium's own functions; who has opened a document has the library."""
    import pypdfium2.raw  # type: ignore[import-untyped]  # noqa: PLC0415

    return pypdfium2.raw


def read_page(page: PdfPage, number: int) -> PrintedPage:
    """Return what a page shows; its text decides which way up it is held."""
    raw = list(_characters(page))
    turn = _Turn(page.get_cropbox(), _quarters(raw, page))
    width, height = turn.size
    drawn = _Drawing(turn)
    drawn.add(page)
    found: list[Glyph] = []
    counts: Counter[str] = Counter()
    for character in raw:
        glyph = _glyph(character, turn)
        fault = _fault(character, glyph, turn)
        if fault:
            counts[fault] += not glyph.text.isspace()
        else:
            found.append(glyph)
    return PrintedPage(
        number,
        width,
        height,
        found,
        drawn.across,
        drawn.upright,
        drawn.pictures,
        drawn.shapes,
        is_cut=drawn.is_cut,
        **counts,
    )


def _fault(character: _Raw, glyph: Glyph, turn: _Turn) -> str | None:
    if character.code in _UNMAPPED:
        return "unmapped"
    if abs(_difference(character.angle, turn.quarters * math.pi / 2)) > _TILT:
        return "tilted"
    across, down = glyph.middle
    width, height = turn.size
    return None if 0 <= across <= width and 0 <= down <= height else "outside"


def _difference(angle: float, other: float) -> float:
    return math.remainder(angle - other, math.tau)


def _quarters(raw: list[_Raw], page: PdfPage) -> int:
    """Return by how many quarters most of the text is turned; without text, as the page says."""
    turned = Counter(
        round(character.angle / (math.pi / 2)) % 4
        for character in raw
        if abs(math.remainder(character.angle, math.pi / 2)) <= _TILT
    )
    return max(turned, key=lambda quarters: turned[quarters]) if turned else (page.get_rotation() // 90) % 4


def _glyph(character: _Raw, turn: _Turn) -> Glyph:
    left, _, right, _ = turn.area(*character.box)
    text = "-" if character.code == _HYPHEN else as_seen(chr(character.code))
    return Glyph(text, left, right, turn.point(*character.origin)[1], character.size)


def _characters(page: PdfPage) -> Iterator[_Raw]:
    """Yield every character that the page's text has, without the blanks that PDFium adds."""
    pdfium = _library()
    text = page.get_textpage()
    x, y = ctypes.c_double(), ctypes.c_double()
    box, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    for at in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text, at)
        if pdfium.FPDFText_IsGenerated(text, at) == 1 or (code < 32 and code not in (0, _HYPHEN)):
            continue
        pdfium.FPDFText_GetCharOrigin(text, at, x, y)
        pdfium.FPDFText_GetLooseCharBox(text, at, box)
        pdfium.FPDFText_GetMatrix(text, at, matrix)
        size = pdfium.FPDFText_GetFontSize(text, at) * math.hypot(matrix.c, matrix.d)
        edges = (box.left, box.bottom, box.right, box.top)
        yield _Raw(code, edges, (x.value, y.value), size, math.atan2(matrix.b, matrix.a))
    text.close()


class _Drawing:
    """Gathers the straight lines and the pictures of a page, those inside its forms too."""

    def __init__(self, turn: _Turn) -> None:
        self._turn = turn
        self.across: list[RuledLine] = []
        self.upright: list[RuledLine] = []
        self.pictures: list[Box] = []
        self.shapes = 0
        self.is_cut = False
        self._things = 0

    def add(self, page: PdfPage) -> None:
        pdfium = _library()
        objects = (pdfium.FPDFPage_GetObject(page, at) for at in range(pdfium.FPDFPage_CountObjects(page)))
        self._objects(objects, _IDENTITY, 0)

    def _objects(self, objects: Iterator[Any], above: _Matrix, depth: int) -> None:
        pdfium = _library()
        for thing in objects:
            self._things += 1
            if self._things > _MOST_THINGS or self.shapes > _MOST_SHAPES or depth > _DEEPEST_FORM:
                self.is_cut = True
                return
            kind = pdfium.FPDFPageObj_GetType(thing)
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                self.shapes += 1
                self._path(thing, _matrix(thing).then(above))
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                self.pictures.append(
                    self._bounds([_matrix(thing).then(above).at(x, y) for x in (0, 1) for y in (0, 1)])
                )
            elif kind == pdfium.FPDF_PAGEOBJ_FORM:
                inner = (
                    pdfium.FPDFFormObj_GetObject(thing, at) for at in range(pdfium.FPDFFormObj_CountObjects(thing))
                )
                self._objects(inner, _matrix(thing).then(above), depth + 1)

    def _path(self, path: Any, matrix: _Matrix) -> None:
        lines = [[matrix.at(x, y) for x, y in points] for points in _outlines(path)]
        for points in lines:
            box = self._bounds(points)
            if min(box[2] - box[0], box[3] - box[1]) <= THINNEST_BOX:
                self._rule(box)
                continue
            for start, end in pairwise(points):
                side = self._bounds([start, end])
                if min(side[2] - side[0], side[3] - side[1]) < 0.5:
                    self._rule(side)

    def _rule(self, box: Box) -> None:
        left, top, right, bottom = box
        if right - left >= bottom - top:
            self.across.append(RuledLine((top + bottom) / 2, left, right))
        else:
            self.upright.append(RuledLine((left + right) / 2, top, bottom))

    def _bounds(self, points: list[tuple[float, float]]) -> Box:
        turned = [self._turn.point(x, y) for x, y in points]
        return (
            min(x for x, _ in turned),
            min(y for _, y in turned),
            max(x for x, _ in turned),
            max(y for _, y in turned),
        )


class _Matrix(NamedTuple):
    """A transformation, as PDF writes it."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def at(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def then(self, other: _Matrix) -> _Matrix:
        a, b = other.a * self.a + other.c * self.b, other.b * self.a + other.d * self.b
        c, d = other.a * self.c + other.c * self.d, other.b * self.c + other.d * self.d
        return _Matrix(a, b, c, d, *other.at(self.e, self.f))


_IDENTITY = _Matrix(1, 0, 0, 1, 0, 0)


def _matrix(thing: Any) -> _Matrix:
    pdfium = _library()
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(thing, matrix)
    return _Matrix(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _outlines(path: Any) -> Iterator[list[tuple[float, float]]]:
    """Yield the points of every part of a path that is drawn in one go, closed ones back to their start."""
    pdfium = _library()
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for at in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, at)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO and points:
            yield points
            points = []
        points.append((x.value, y.value))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if points:
        yield points
