"""Radicals that a PDF names in place of the characters they look like.

Browsers print 工 as U+2F2F KANGXI RADICAL WORK and 长 as U+2ED3 CJK RADICAL C-SIMPLIFIED LONG, because one glyph of
the font serves both. The reader of the page sees the character; so does the canonical text.
"""

from __future__ import annotations

import unicodedata

# The CJK Radicals Supplement, each with the ideograph that shares its glyph.
_SUPPLEMENT = str.maketrans(
    "⺂⺃⺅⺉⺎⺏⺐⺒⺓⺔⺕⺖⺘⺙⺛⺞⺟⺠⺡⺣⺤⺦⺨⺫⺭⺯⺰⺱⺲⺹⺺⺾⺿⻂⻃⻄⻅⻆"
    "⻈⻉⻋⻌⻍⻎⻐⻑⻒⻓⻔⻖⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
    "乛乚亻刂兀尣尢巳幺彑彐忄扌攵旡歺母民氵灬爫丬犭罒礻糹纟罓罒耂肀艹艹衤覀西见角"
    "讠贝车辶辶辶钅長镸长门阝青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
)
_KANGXI = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
_KANGXI[0x2F3E] = "户"  # the one radical whose glyph fonts share with another character (Noto Sans CJK SC)
_CHARACTERS = _SUPPLEMENT | {code: ord(character) for code, character in _KANGXI.items()}


def as_seen(text: str) -> str:
    """Return a text with ideographs where the PDF names the radicals that look like them."""
    return text.translate(_CHARACTERS)
