"""What XML can hold: a control character of a document would make the whole answer unreadable, for every plan in it."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

_UNFIT = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_INSTEAD = "\N{REPLACEMENT CHARACTER}".encode()


def fit(written: bytes) -> bytes:
    """Return UTF-8 with what no XML document may hold (XML 1.0 §2.2) replaced by U+FFFD."""
    return _UNFIT.sub(_INSTEAD, written)


def document(root: ET.Element) -> bytes:
    """Return an element as an XML document in UTF-8."""
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return fit(written)


def fit_for(media_type: str, written: bytes) -> bytes:
    """Return what was written, fit for XML where its media type is XML."""
    return fit(written) if media_type.endswith("+xml") else written
