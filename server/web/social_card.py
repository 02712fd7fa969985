"""The picture that other sites show with a link to a page: what kind of thing it is, what it is called, what it says."""

from __future__ import annotations

import functools
import io
import re
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 630
"""The size that sites ask for (1.91 to 1)."""
_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts", "C:/Windows/Fonts")
_FONTS = (
    "NotoSansCJK-Regular.ttc", "NotoSansSC-Regular.otf", "SourceHanSansSC-Regular.otf", "wqy-microhei.ttc",
    "wqy-zenhei.ttc", "PingFang.ttc", "msyh.ttc",
)  # fmt: skip # entries side by side
_SIMPLIFIED = {"NotoSansCJK-Regular.ttc": 2}
"""Which face of a collection has the shapes of the mainland, where it is not the first."""
_EDGE, _ACCENT, _INK, _MUTED, _GROUND = 80, "#0f5e6b", "#1c2226", "#555e66", "#ffffff"
_TOKEN = re.compile(r"[!-\u02ff]{1,18}\s*|\s|.", re.DOTALL)
"""What a line is not broken in: a word of letters, as far as it fits into a line, or a single character."""
_NEVER_FIRST = "，。、；：！？）》」』”’…·"


@functools.cache
def font_file() -> Path | None:
    """Return a font that has Chinese, or nothing where this machine has none: then there are no cards."""
    found = {
        path.name: path for folder in map(Path, _FOLDERS) if folder.is_dir() for path in folder.rglob("*.[to]t[cf]")
    }
    return next((found[name] for name in _FONTS if name in found), None)


@functools.cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    path = font_file()
    if path is None:
        raise LookupError("no font here has Chinese; install fonts-noto-cjk or fonts-wqy-microhei")
    return ImageFont.truetype(path, size, index=_SIMPLIFIED.get(path.name, 0))


def card(site: str, kind: str, title: str, text: str) -> bytes:
    """Return the picture as PNG; raises :class:`LookupError` where no font has Chinese."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), _GROUND)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, 24, HEIGHT), fill=_ACCENT)
    draw.text((_EDGE, 60), kind, font=_font(32), fill=_ACCENT)
    below = _lines(draw, title, 120, 56, most=3, colour=_INK)
    _lines(draw, text, below + 20, 32, most=(HEIGHT - 110 - below - 20) // 46, colour=_MUTED)
    draw.text((_EDGE, HEIGHT - 80), site, font=_font(30), fill=_ACCENT)
    written = io.BytesIO()
    picture.quantize(32).save(written, "PNG", optimize=True)
    return written.getvalue()


def _lines(draw: ImageDraw.ImageDraw, text: str, top: int, size: int, *, most: int, colour: str) -> int:
    """Write a text in lines, the last with an ellipsis where it has more, and return where they end."""
    font, lines = _font(size), list(_broken(" ".join(text.split()), _font(size)))
    shown = lines[: max(most, 0)]
    if shown and len(shown) < len(lines):
        shown[-1] = f"{shown[-1].rstrip()[:-1]}…"
    for line in shown:
        draw.text((_EDGE, top), line, font=font, fill=colour)
        top += round(size * 1.4)
    return top


def _broken(text: str, font: ImageFont.FreeTypeFont) -> Iterator[str]:
    line, room = "", WIDTH - 2 * _EDGE
    for token in _TOKEN.findall(text):
        if line and token not in _NEVER_FIRST and font.getlength(line + token.rstrip()) > room:
            yield line
            line = token.lstrip()
        else:
            line += token
    if line.strip():
        yield line
