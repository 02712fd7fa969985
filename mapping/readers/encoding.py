"""Bytes to text: UTF-8, UTF-16 with a byte order mark, GB18030."""

from __future__ import annotations

import codecs
import re

from mapping.readers.source import Source

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FORBIDDEN = re.compile("[\\x00-\\x08\\x0b\\x0e-\\x1f]")  # all C0 controls but tab, LF, FF and CR


def decode(source: Source, *, declared: str | None = None) -> tuple[str, str]:
    """Return the canonical text (LF, no BOM) and the charset it was written in.

    ``declared`` is the charset that the document itself names; it is believed when the bytes agree.

    Raises:
        DocumentError: the bytes are no text, or in no charset known here; says at which byte.
    """
    text, charset = _decode(source, declared)
    source.check_length(text)
    _refuse_binary(source, text)
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"), charset


def _decode(source: Source, declared: str | None) -> tuple[str, str]:
    content = source.content
    for mark, charset in _MARKS:
        if content.startswith(mark):
            try:
                return content.decode(charset), charset
            except UnicodeDecodeError as error:
                raise source.error(
                    f"the file says that it is {charset}, but byte {error.start} does not fit",
                    "Save it again as UTF-8.",
                ) from error
    try:
        return content.decode(), "utf-8"
    except UnicodeDecodeError as error:
        wrong = error
    chinese = None if _is_broken_utf8(content) else _as_gb18030(content)
    if chinese is not None:
        return chinese, "gb18030"
    other = _as_declared(content, declared)
    if other is not None and declared is not None:
        return other, declared.lower()
    raise source.error(
        f"the text is not UTF-8: byte {wrong.start} (0x{content[wrong.start]:02X}) does not fit, and it is not GB18030",
        "Save the file as UTF-8; if it is no text file, give it the suffix of its format.",
    ) from wrong


def _is_broken_utf8(content: bytes) -> bool:
    """Tell UTF-8 with a few bad bytes from another charset, where nearly every character is bad."""
    text = content.decode(errors="replace")
    foreign = sum(character > "\x7f" for character in text)
    return text.count("\ufffd") * 4 < foreign


def _as_gb18030(content: bytes) -> str | None:
    """Return the text if it is GB18030: nearly all its characters are in the everyday set GB2312."""
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        return None
    foreign = [character for character in text if character > "\x7f"]
    known = "".join(foreign).encode("gb2312", errors="ignore")
    return text if len(known) >= 2 * 0.9 * len(foreign) else None


def _as_declared(content: bytes, declared: str | None) -> str | None:
    try:
        return content.decode(declared) if declared else None
    except (LookupError, UnicodeError):  # “undefined” and “idna” are charsets of Python that raise the wider one
        return None


def _refuse_binary(source: Source, text: str) -> None:
    if found := _FORBIDDEN.search(text):
        raise source.error(
            f"this is no text file: character {found.start()} is the control character U+{ord(found[0]):04X}",
            "Give the file the suffix of its format (.docx, .xlsx, .pdf, .html), or save it as plain text.",
        )
