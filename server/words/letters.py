"""How much room a label takes in a picture, whatever font the reader has: a picture is laid out before any font is known.

The widths are those of DejaVu Sans and Verdana, the widest of the fonts that stand behind ``sans-serif``; in others a label
ends earlier.
"""

from __future__ import annotations

from server.words.labels import Text

SIZE = 13.0
"""The size of the letters in SVG units, as the stylesheet has it."""
BOLD = 1.12
"""How much wider bold letters are."""
_BEHIND = 6.0  # what is left behind a label, since a font may be a little wider still


def width(label: str) -> float:
    """Return about how wide a label is in SVG units, with a little room behind it."""
    return SIZE * sum(map(_em, label)) + _BEHIND


def fitting(text: Text | str, room: float) -> str:
    """Return a label whole where it fits into ``room`` SVG units, and otherwise its beginning and an ellipsis."""
    label = " ".join(str(text).split())
    if width(label) <= room:
        return label
    taken = width("…")
    for place, character in enumerate(label):
        taken += SIZE * _em(character)
        if taken > room:
            return f"{label[:place].rstrip()}…"
    return label


def _em(character: str) -> float:
    """Return how wide a character is, in parts of the size of letters."""
    if ord(character) >= 0x2000:  # dashes, quotation marks and all that stands in a Chinese text
        return 1.0
    if character in "fijlrtI.,:;'|!()[]/ ":
        return 0.42
    return 1.0 if character in "mwMW%@&" else 0.78 if character.isupper() else 0.645
