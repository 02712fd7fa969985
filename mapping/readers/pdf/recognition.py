"""Recognises the text and the ruled lines of pages that are pictures, by RapidOCR's models, on this machine alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any

from mapping.blocks import RecognisedLine, RecognisedRule, Recognition

PdfDocument = Any
"""A document of pypdfium2, which declares no types."""

Picture = Any
"""An array of numpy: rows, columns, blue, green and red."""

EXTRA = "ocr"
_DOTS = 200 / 72
_MOST_DOTS = 6000
_SURE = 0.9
_SHORTEST_RULE = 28.0
_INK = 160


def is_installed() -> bool:
    """Tell whether text can be recognised here."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def recognise(document: PdfDocument, numbers: Sequence[int]) -> Recognition:
    """Return the text and the ruled lines on the pictures of some pages, counted from 1."""
    lines: list[RecognisedLine] = []
    rules: list[RecognisedRule] = []
    for number in numbers:
        page = document[number - 1]
        try:
            scale = min(_DOTS, _MOST_DOTS / max(page.get_size()))
            picture = page.render(scale=scale, rev_byteorder=False).to_numpy()[:, :, :3]
            lines += _lines(picture, number, scale)
            rules += _rules(picture, number, scale)
        finally:
            page.close()
    return Recognition(engine=f"rapidocr {version('rapidocr')}", lines=tuple(lines), rules=tuple(rules))


@cache
def _engine() -> Any:
    """Return the program, its models from its own package; nothing is fetched.

    Whether a line stands on its head is not asked: what decides it turns short lines that stand upright.
    """
    from rapidocr import RapidOCR  # type: ignore[import-not-found, import-untyped, unused-ignore]  # noqa: PLC0415

    return RapidOCR(params={"Global.log_level": "critical", "Global.use_cls": False})


def _lines(picture: Picture, page: int, scale: float) -> Iterator[RecognisedLine]:
    found = _engine()(picture, return_word_box=True)
    if found.boxes is None:
        return
    for box, text, sureness, words in zip(found.boxes, found.txts, found.scores, found.word_results, strict=True):
        across, down = [float(x) / scale for x, _ in box], [float(y) / scale for _, y in box]
        plain = " ".join(str(text).split())
        if plain:
            yield RecognisedLine(
                page=page,
                left=min(across),
                top=min(down),
                right=max(across),
                bottom=max(down),
                text=plain,
                sureness=float(sureness),
                doubtful=_doubtful(plain, words),
            )


def _doubtful(text: str, words: Sequence[Any]) -> tuple[int, ...]:
    """Return the places of the letters and figures of words that were recognised less than surely."""
    found: list[int] = []
    at = 0
    for word, sureness, *_ in words:
        start = text.find(word, at)
        if start < 0:
            continue
        at = start + len(word)
        if sureness < _SURE:
            found += (place for place in range(start, at) if text[place].isalnum())
    return tuple(found)


def _rules(picture: Picture, page: int, scale: float) -> Iterator[RecognisedRule]:
    """Yield the straight lines of a picture: runs of ink that are long and thin, along and down the page."""
    import cv2  # type: ignore[import-not-found, import-untyped, unused-ignore]  # noqa: PLC0415

    ink = cv2.threshold(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), _INK, 255, cv2.THRESH_BINARY_INV)[1]
    length = int(_SHORTEST_RULE * scale)
    for size in ((length, 1), (1, length)):
        runs = cv2.morphologyEx(ink, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, size))
        for outline in cv2.findContours(runs, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]:
            left, top, width, height = cv2.boundingRect(outline)
            if min(width, height) <= 4 * scale:
                yield RecognisedRule(
                    page=page,
                    left=left / scale,
                    top=top / scale,
                    right=(left + width) / scale,
                    bottom=(top + height) / scale,
                )
