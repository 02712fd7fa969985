"""What PDFium (pypdfium2) and pdfminer (pdfplumber) say that the same PDF files hold, and how long they take.

Run: ``python -m benchmarks.pdf_text FILE.pdf …`` (needs ``pip install 'policygraph[pdf,bench]'``)

Both read every character with its box. *characters* are those that PDFium finds, *differ* those that only one of both
finds, *radicals* the characters that a library names as the radical that they look like (⼯ for 工) and the canonical
text must not hold. *our reading* is the whole way from the file to blocks, with lines, tables and paragraphs.
"""

from __future__ import annotations

import logging
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import pdfplumber
import pypdfium2  # type: ignore[import-untyped]
from rich.console import Console
from rich.table import Table

from mapping.readers import read
from mapping.readers.pdf.page import read_page

Pages = list[Counter[str]]


def pdfium(path: Path) -> Pages:
    document = pypdfium2.PdfDocument(path)
    found = []
    for number in range(len(document)):
        page = document[number]
        found.append(_characters(glyph.text for glyph in read_page(page, number + 1).glyphs))
        page.close()
    return found


def pdfminer(path: Path) -> Pages:
    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of every font without a box
    found = []
    with pdfplumber.open(path) as document:
        for page in document.pages:
            found.append(_characters(character["text"] for character in page.chars))
            page.close()
    return found


def _characters(texts: Iterable[str]) -> Counter[str]:
    return Counter(text for text in texts if text.strip())


def _timed(read_with: Callable[[Path], Pages], path: Path) -> tuple[Pages, float]:
    start = time.perf_counter()
    return read_with(path), time.perf_counter() - start


def _radicals(pages: Pages) -> int:
    return sum(count for page in pages for text, count in page.items() if "\u2e80" <= text[0] <= "\u2fd5")


def main(paths: list[str]) -> None:
    table = Table("file", "pages", "characters", "differ", "radicals", "PDFium s", "pdfminer s", "our reading s")
    for path in map(Path, paths):
        (one, quick), (other, slow) = _timed(pdfium, path), _timed(pdfminer, path)
        start = time.perf_counter()
        read(path)
        whole = time.perf_counter() - start
        differ = sum(((a - b) + (b - a)).total() for a, b in zip(one, other, strict=True))
        counts = (len(one), sum(page.total() for page in one), differ)
        radicals = f"{_radicals(one)} / {_radicals(other)}"
        table.add_row(path.name, *map(str, counts), radicals, f"{quick:.2f}", f"{slow:.2f}", f"{whole:.2f}")
    Console().print(table)


if __name__ == "__main__":
    main(sys.argv[1:])
