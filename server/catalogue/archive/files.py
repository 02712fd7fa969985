"""The files of a release: ranges, checksums and compression, for ever under the release's address; the latest redirects.

::

    /dumps/<path>                    302 to the latest release, or with Accept-Datetime to the one of that time (RFC 7089)
    /releases/<id>/dumps/<path>      the file; never changes
    /releases/<id>/dumps/<path>.gz   the same, compressed; also .zst
    …<table>.csv-metadata.json       what the columns of a table are (CSVW)
"""

from __future__ import annotations

import base64
import functools
import hashlib
from http import HTTPStatus
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, redirect, request
from werkzeug.utils import send_file
from werkzeug.wrappers import Response as AnyResponse

from mapping.release import compression
from mapping.release.datasets import dataset_of
from mapping.release.folder import Dump, Manifest
from mapping.release.history import History
from mapping.release.tables import measures
from server.catalogue.answering import IMMUTABLE, http_date
from server.catalogue.archive import memento, ranges
from server.catalogue.archive.ranges import Sent
from server.catalogue.harvest import csvw, signposts
from server.release.live import served
from server.release.shelf import on_shelf, shelf
from server.web.problems import Problem
from server.words.addresses import to

files = Blueprint("files", __name__)


_ARCHIVES = {".gz": ("gzip", "application/gzip"), ".zst": ("zstd", "application/zstd")}
_ACTIVE = {"text/html", "application/xhtml+xml", "image/svg+xml", "application/xml", "text/xml"}
"""What a browser would carry out; it is given to save."""
_SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
_CODINGS = ("zstd", "gzip")
"""What is offered, the best first."""


@files.get("/dumps/<path:path>")
def latest(path: str) -> AnyResponse:
    """Redirect to the file in the latest release, or in the one that was live at ``Accept-Datetime``."""
    wanted = memento.wanted_moment()
    release = memento.held_at(f"dumps/{_plain(path)}", wanted).release if wanted else _live(path)
    response = redirect(to("kept_file", release, f"dumps/{path}"), HTTPStatus.FOUND)
    response.headers["Cache-Control"] = "public, max-age=60"
    response.headers["Link"] = memento.links(f"/dumps/{path}", gate=f"/dumps/{path}")
    response.vary.add("Accept-Datetime")
    return response


def _live(path: str) -> str:
    """Return the live release; raises :class:`Problem` 410 for a file of a withdrawn plan, 404 for one that never was."""
    now = served()
    known = shelf().history
    gone = next((known.withdrawn[part] for part in _names(path) if part in known.withdrawn), None)
    if gone is not None and not any(_is_file(dump, path) for dump in now.manifest.dumps):
        members = {"withdrawn": gone.at, "release": gone.release, "plan": gone.plan}
        said = {"plan": gone.plan, "at": gone.at, "release": gone.release, "path": _plain(path)}
        raise Problem.worded(HTTPStatus.GONE, "withdrawn_file", members, **said)
    _find(now.manifest, path)
    return now.id


def _names(path: str) -> tuple[str, ...]:
    """Return the ids of plans that a file may belong to: ``plan/<id>.ttl``, ``document/<id>/…``."""
    segment, _, rest = path.partition("/")
    return (
        tuple(dict.fromkeys((rest.partition("/")[0], rest.partition(".")[0])))
        if segment in {"plan", "document"}
        else ()
    )


@files.get("/releases/<release>/dumps/<path:path>")
def archived(release: str, path: str) -> AnyResponse:
    """Answer with a file of a release."""
    shelved = on_shelf(release)
    if path.endswith(f".csv{csvw.SUFFIX}"):
        return _metadata(shelved.manifest, path.removesuffix(csvw.SUFFIX))
    for suffix, (coding, media_type) in _ARCHIVES.items():
        if path.endswith(suffix):
            dump = _find(shelved.manifest, path.removesuffix(suffix))
            return _send(
                _on_disk(compression.compressed(shelved.folder, dump.path, coding)),
                media_type,
                f"{dump.sha256[:32]}{suffix}",
            )
    dump = _find(shelved.manifest, path)
    response = _negotiated(shelved.folder, dump)
    response.headers["Link"] = _links(dump, path)
    known = shelf().history
    _say_when(response, known, release)
    return response


def _find(manifest: Manifest, path: str) -> Dump:
    found = next((dump for dump in manifest.dumps if _is_file(dump, path)), None)
    if found is None:
        raise Problem.worded(HTTPStatus.NOT_FOUND, "file", release=manifest.id, path=f"dumps/{path}")
    return found


def _is_file(dump: Dump, path: str) -> bool:
    return dump.path in {f"dumps/{path}", f"dumps/{_plain(path)}"}


def _plain(path: str) -> str:
    """Return the path of the file that a compressed one was made of, or that the description of a table is about."""
    if path.endswith(f".csv{csvw.SUFFIX}"):
        return path.removesuffix(csvw.SUFFIX)
    plain = path
    for suffix in _ARCHIVES:
        plain = plain.removesuffix(suffix)
    return plain


def _negotiated(folder: Path, dump: Dump) -> AnyResponse:
    """Return the file in the best coding that the client takes and the release has."""
    for coding in _CODINGS:
        coded = compression.compressed(folder, dump.path, coding)
        if _takes(coding) and coded.is_file():
            named = _on_disk(coded)._replace(name=Path(dump.path).name)
            response = _send(named, _content_type(dump), f"{dump.sha256[:32]}-{coding}")
            response.headers["Content-Encoding"] = coding
            return response
    plain = folder / dump.path
    sent = _on_disk(plain) if plain.is_file() else _unpacked(folder, dump)
    return _send(sent, _content_type(dump), dump.sha256[:32])


def _on_disk(path: Path) -> Sent:
    if not path.is_file():
        raise Problem.worded(HTTPStatus.NOT_FOUND, "not_compressed", name=path.name)
    about = path.stat()
    return Sent(lambda: path.open("rb"), about.st_size, _sha256(path), path.name, about.st_mtime)


def _unpacked(folder: Path, dump: Dump) -> Sent:
    digest = base64.b64encode(bytes.fromhex(dump.sha256)).decode()
    written = compression.compressed(folder, dump.path, "zstd").stat().st_mtime
    return Sent(lambda: compression.opened(folder, dump.path), dump.byte_size, digest, Path(dump.path).name, written)


def _takes(coding: str) -> bool:
    return coding in request.headers.get("Accept-Encoding", "") and request.accept_encodings.quality(coding) > 0


def _content_type(dump: Dump) -> str:
    return f"{dump.media_type}; charset=utf-8" if dump.media_type.startswith("text/") else dump.media_type


def _send(sent: Sent, content_type: str, tag: str) -> AnyResponse:
    """Answer with a file. What a document holds acts on nothing of this site."""
    parts = ranges.asked_for(sent.size) if _is_the_range_of(tag) else None
    environ = _with_one(parts)
    active = content_type.partition(";")[0] in _ACTIVE
    response = send_file(
        sent.open(), environ, conditional=False, etag=tag, as_attachment=active, download_name=sent.name,
        last_modified=sent.modified, response_class=Response, use_x_sendfile=False,
    )  # fmt: skip # entries side by side
    response.content_length = sent.size
    response.make_conditional(environ, accept_ranges=True, complete_length=sent.size)
    if parts == [] and response.status_code == HTTPStatus.OK:
        response.close()
        raise Problem.no_such_range(sent.size)
    response.content_type = content_type
    response.headers.pop("Content-Encoding", None)  # guessed from the suffix, but a .gz file is sent as it is
    response.headers["Content-Security-Policy"] = _SANDBOX
    response.headers["Cache-Control"] = IMMUTABLE
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Repr-Digest"] = f"sha-256=:{sent.digest}:"
    response.headers["Digest"] = f"SHA-256={sent.digest}"
    if parts and 1 < len(parts) <= ranges.MOST and response.status_code == HTTPStatus.OK:
        return ranges.in_parts(response, sent, parts, content_type)
    return response


def _with_one(parts: list[ranges.Range] | None) -> dict[str, Any]:
    """Return the request with the one range that it asks for, or with none."""
    whole = {name: value for name, value in request.environ.items() if name != "HTTP_RANGE"}
    if not parts or len(parts) > 1:
        return whole
    return {**whole, "HTTP_RANGE": f"bytes={parts[0][0]}-{parts[0][1]}"}


def _is_the_range_of(tag: str) -> bool:
    """Return whether ranges are meant of this state of the file (RFC 9110 §13.1.5)."""
    return request.headers.get("If-Range", f'"{tag}"') == f'"{tag}"'


@functools.lru_cache(maxsize=4096)
def _sha256(path: Path) -> str:
    """Return the digest of what is sent, coding included (RFC 9530 §3.1), in Base64; the file never changes."""
    with path.open("rb") as file:
        return base64.b64encode(hashlib.file_digest(file, "sha256").digest()).decode()


def _links(dump: Dump, path: str) -> str:
    name = dataset_of(dump.path)
    gate = memento.links(f"/dumps/{path}", gate=f"/dumps/{path}")
    original = f"{gate}, {signposts.file_links(name)}"
    described = csvw.description_of(dump)
    return f"{original}, {described.header()}" if described else original


def _say_when(response: AnyResponse, known: History, release: str) -> None:
    """Say when the release went live, which makes the answer a memento (RFC 7089 §2.1.1)."""
    if published := known.of_release(release):
        response.headers["Memento-Datetime"] = http_date(published[0].at)


def _metadata(manifest: Manifest, path: str) -> Response:
    if measures.form_of(_find(manifest, path)) is None:
        raise Problem.worded(HTTPStatus.NOT_FOUND, "no_columns", path=path)
    publication = manifest.publication
    body = csvw.metadata(measures.columns(), path.rpartition("/")[2], publication.title, publication.license, "measure")
    return csvw.answer(body, IMMUTABLE)
