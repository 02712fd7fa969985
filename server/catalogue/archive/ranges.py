"""Parts of a file: the ranges that a request asks for, as one part or as several in one answer (RFC 9110 §14)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

MOST = 16
"""How many parts one answer has at most; who asks for more gets the file whole, as §14.2 allows."""
_RANGE = re.compile(r"(?P<first>\d{1,40})-(?P<last>\d{0,40})|-(?P<length>\d{1,40})", re.ASCII)
_CHUNK = 64 * 1024
Range = tuple[int, int]
"""The first and the last byte."""


class Sent(NamedTuple):
    """What is sent: how to open it, to be gone forward in; its size in bytes, the Base64 of its SHA-256, its name, and
    when it was written, in seconds since 1970."""

    open: Callable[[], BinaryIO]
    size: int
    digest: str
    name: str
    modified: float


def asked_for(size: int) -> list[Range] | None:
    """Return the ranges of a file of a size that the request asks for, those that touch as one, in the order asked.

    Nothing where it asks for none, or its ``Range`` is not regarded: of another unit or method, or not well formed (§14.2).
    The list is empty where none of the ranges lies in the file (§15.5.17).
    """
    unit, _, asked = request.headers.get("Range", "").partition("=")
    if request.method != "GET" or unit.strip().lower() != "bytes":
        return None
    ranges = [_RANGE.fullmatch(each.strip()) for each in asked.split(",") if each.strip()]
    if not ranges or not all(each and _is_forward(each) for each in ranges):
        return None
    met = [found for each in ranges if each and (found := _within(each, size))]
    apart = _apart(met)
    return met if len(apart) == len(met) else apart


def _is_forward(asked: re.Match[str]) -> bool:
    return not asked["last"] or int(asked["first"]) <= int(asked["last"])


def _within(asked: re.Match[str], size: int) -> Range | None:
    """Return a range in a file of a size, or nothing where none of it lies in the file."""
    begin = int(asked["first"]) if asked["first"] else max(size - int(asked["length"]), 0)
    end = min(int(asked["last"]), size - 1) if asked["last"] else size - 1
    return (begin, end) if begin <= end else None


def _apart(ranges: list[Range]) -> list[Range]:
    """Return ranges of which no two touch, in the order of the file."""
    found: list[Range] = []
    for begin, end in sorted(ranges):
        if found and begin <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((begin, end))
    return found


def in_parts(whole: AnyResponse, sent: Sent, ranges: list[Range], content_type: str) -> AnyResponse:
    """Return an answer of several parts (§14.6) with the headers of that with the whole file, which is closed."""
    size = sent.size
    boundary = hashlib.sha256(f"{sent.name} {size} {ranges}".encode()).hexdigest()[:32]
    heads = [
        f"--{boundary}\r\nContent-Type: {content_type}\r\nContent-Range: bytes {begin}-{end}/{size}\r\n\r\n".encode()
        for begin, end in ranges
    ]
    last = f"--{boundary}--\r\n".encode()
    length = sum(len(head) + end - begin + 3 for head, (begin, end) in zip(heads, ranges, strict=True)) + len(last)
    response = Response(_pieces(sent, heads, ranges, last), 206, whole.headers)
    whole.close()
    response.headers["Content-Length"] = str(length)
    response.headers["Content-Type"] = f"multipart/byteranges; boundary={boundary}"
    return response


def _pieces(sent: Sent, heads: list[bytes], ranges: list[Range], last: bytes) -> Iterator[bytes]:
    for head, (begin, end) in zip(heads, ranges, strict=True):
        with sent.open() as file:
            yield head
            file.seek(begin)
            left = end - begin + 1
            while left and (piece := file.read(min(left, _CHUNK))):
                left -= len(piece)
                yield piece
        yield b"\r\n"
    yield last
