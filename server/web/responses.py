"""What every response of the window has in common: entity tags, 304, compression, CORS, and who may keep it."""

from __future__ import annotations

import functools
import gzip
import hashlib
import zlib
from collections.abc import Iterator
from http import HTTPStatus
from typing import BinaryIO
from urllib.parse import urlsplit

from flask import Flask, Response, redirect, request
from werkzeug.exceptions import PreconditionFailed
from werkzeug.http import parse_accept_header
from werkzeug.wrappers import Response as AnyResponse

from server.web.representations import Representation

_CHUNK = 64 * 1024
WORTH_COMPRESSING = 1024
"""The size in bytes from which a response is compressed."""
_LONGEST = 512
LEVEL = 5
"""How hard."""
_COMPRESSIBLE = (
    "text/", "application/json", "application/ld+json", "application/sparql-results", "application/rdf+xml",
    "image/svg+xml", "application/n-", "application/trig", "application/xml", "application/problem+json",
    "application/javascript",
)  # fmt: skip # entries side by side
_EXPOSED = "Content-Disposition, ETag, Link, Location, Retry-After, X-SPARQL-Hint, X-SPARQL-MaxRows, X-Search-Cut"
_CACHEABLE = "public, max-age=60, must-revalidate"
"""A minute without asking: a new release is seen at the latest then, and an unchanged answer costs a 304."""


def entity_tag(*parts: str) -> str:
    """Return a strong entity tag of what an answer depends on, its release first and its media type last, unquoted."""
    return hashlib.blake2b(repr(parts).encode(), digest_size=15).hexdigest()  # repr: where a part ends can be told


def not_modified(tag: str) -> Response | None:
    """Return 304 if the client has this representation, compressed or not (RFC 9110 §13.2.2).

    Raises :class:`~werkzeug.exceptions.PreconditionFailed` where the client wants another one, or asks in another way
    than by GET or HEAD.
    """
    wanted, known = request.if_match, request.if_none_match
    if wanted and not any(wanted.contains(each) for each in _codings(tag)):
        raise PreconditionFailed(
            f"If-Match names another state than the present one, whose tag is {tag}. Ask without it."
        )
    found = next((each for each in _codings(tag) if known and known.contains_weak(each)), None)
    if found is None:
        return None
    if request.method not in {"GET", "HEAD"}:
        raise PreconditionFailed(
            "If-None-Match names the present state, so nothing was done. Ask without it, or by GET."
        )
    response = Response(status=304)
    _say_who_may_keep_it(response, tag if known.star_tag else found)
    return response


def _codings(tag: str) -> tuple[str, str]:
    return tag, f"{tag}-gzip"


def answer(body: bytes | str, representation: Representation, tag: str | None) -> Response:
    """Return a response; without a tag nobody may keep it."""
    response = Response(body, content_type=representation.content_type)
    _say_who_may_keep_it(response, tag)
    return response


def stream(file: BinaryIO, size: int, representation: Representation, tag: str | None, before: bytes = b"") -> Response:
    """Return a response that passes on a file piece by piece, and closes it; ``size`` in bytes. ``before`` comes first."""
    compressed = accepts_gzip()
    pieces = _deflated(file, before) if compressed else _pieces(file, before)
    response = Response(pieces, content_type=representation.content_type)
    response.call_on_close(file.close)
    _say_who_may_keep_it(response, tag)
    if compressed:
        _mark_gzip(response)
    else:
        response.content_length = len(before) + size
    return response


def _say_who_may_keep_it(response: Response, tag: str | None) -> None:
    response.headers["Cache-Control"] = _CACHEABLE if tag else "no-store"
    if tag:
        response.headers["ETag"] = f'"{tag}"'


def _pieces(file: BinaryIO, before: bytes) -> Iterator[bytes]:
    if before:
        yield before
    while piece := file.read(_CHUNK):
        yield piece


def _deflated(file: BinaryIO, before: bytes) -> Iterator[bytes]:
    compressor = zlib.compressobj(LEVEL, zlib.DEFLATED, zlib.MAX_WBITS | 16)  # 16: with gzip's header
    for piece in _pieces(file, before):
        if compressed := compressor.compress(piece):
            yield compressed
    yield compressor.flush()


def accepts_gzip() -> bool:
    """Return whether the client takes gzip."""
    return takes_gzip(request.headers.get("Accept-Encoding", ""))


def takes_gzip(accept_encoding: str) -> bool:
    """Return whether gzip is among the codings of a header; one that is too long to be one names none."""
    return len(accept_encoding) <= _LONGEST and _takes_gzip(accept_encoding)


@functools.lru_cache(maxsize=256)
def _takes_gzip(accept_encoding: str) -> bool:
    if "gzip" not in accept_encoding and "*" not in accept_encoding:
        return False
    accepted = parse_accept_header(accept_encoding.lower().replace("x-gzip", "gzip"))  # the same, RFC 9110 §8.4.1.3
    return accepted.quality("gzip") > 0


def _mark_gzip(response: Response) -> None:
    response.headers["Content-Encoding"] = "gzip"
    tag = response.headers.get("ETag")
    if tag:
        response.headers["ETag"] = f'{tag.removesuffix(chr(34))}-gzip"'


def compress(response: Response) -> Response:
    """Compress a response if the client takes it and it is worth it; another coding needs another tag."""
    if (
        response.status_code == 200
        and not response.is_streamed
        and "Content-Encoding" not in response.headers
        and (response.mimetype or "").startswith(_COMPRESSIBLE)
        and (response.content_length or 0) >= WORTH_COMPRESSING
        and accepts_gzip()
    ):
        response.set_data(gzip.compress(response.get_data(), LEVEL, mtime=0))
        _mark_gzip(response)
    return response


def allow_origins(response: Response) -> Response:
    """Let pages of any origin read what is public here, which is everything; answer their pre-flight."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = _EXPOSED
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = response.headers.get("Allow", "GET, HEAD, OPTIONS")
        asked = request.headers.get("Access-Control-Request-Headers")
        response.headers["Access-Control-Allow-Headers"] = asked or "Accept, Content-Type, If-None-Match"
        response.headers["Access-Control-Max-Age"] = "86400"
    return response


def vary(response: Response) -> Response:
    """Say what the answer depends on."""
    response.vary.update(("Accept", "Accept-Encoding"))
    return response


def keep_here(response: Response) -> Response:
    """Let a redirect lead to a path of this server, where Werkzeug would repeat the host that the client named."""
    location = response.headers.get("Location", "")
    parts = urlsplit(location)
    if parts.netloc and (location.startswith("//") or parts.netloc == request.headers.get("Host")):
        response.headers["Location"] = "/" + location.partition(parts.netloc)[2].lstrip("/")
    return response


def register(app: Flask) -> None:
    """Let every response of an application pass through here; the last one registered goes first."""
    for step in (allow_origins, vary, compress, keep_here):
        app.after_request(step)


def see(address: str) -> AnyResponse:
    """Return 303 to an address: what was asked for is no document, and is described there (httpRange-14)."""
    response = redirect(address, HTTPStatus.SEE_OTHER)
    response.headers["Cache-Control"] = "public, max-age=60"
    return response
