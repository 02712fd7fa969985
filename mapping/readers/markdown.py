"""Markdown: as the page that it makes, where a line that ends in the source ends in the page too."""

from __future__ import annotations

import re

import msgspec

from mapping.blocks import Document
from mapping.readers import html
from mapping.readers.encoding import decode
from mapping.readers.extras import needs
from mapping.readers.source import Source

# CommonMark sees no emphasis between a Chinese mark of punctuation and an ideograph (**建设工坊。**鼓励).
_STRONG = re.compile(r"\*\*([^*\n]+)\*\*")

MEDIA_TYPE = "text/markdown"


def read(source: Source) -> Document:
    """Read a Markdown file, tables between bars included.

    Raises:
        DocumentError: the bytes are no text, or the page shows none.
    """
    with needs(source, "html"):
        from markdown_it import MarkdownIt  # noqa: PLC0415
    text, encoding = decode(source)
    # Plans indent paragraphs and end them without an empty line: neither makes them code or one paragraph.
    page = MarkdownIt("commonmark", {"breaks": True}).enable("table").disable("code").render(text)
    page = _STRONG.sub(r"\1", page)
    made = Source(source.path, f'<html><head><meta charset="utf-8"></head><body>{page}</body></html>'.encode())
    own = source.document("", (), media_type=MEDIA_TYPE)
    return msgspec.structs.replace(
        html.read(made), media_type=MEDIA_TYPE, encoding=encoding, byte_size=own.byte_size, sha256=own.sha256
    )
