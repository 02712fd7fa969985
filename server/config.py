"""The settings of the window. Reading them from a file or the command line is the command's business."""

from __future__ import annotations

from pathlib import Path

import msgspec

KIBIBYTE = 1024
MEBIBYTE = 1024 * KIBIBYTE
GIBIBYTE = 1024 * MEBIBYTE


class Limits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one request may cost. Times are seconds, sizes bytes.

    ``rows`` is the most rows (or triples) of one answer; 0 sets no limit. A limit that cut an answer is named in a
    header.
    """

    query_seconds: float = 60.0
    query_memory: int = GIBIBYTE
    answer_bytes: int = 4 * GIBIBYTE
    rows: int = 0
    uri_bytes: int = 16 * KIBIBYTE
    body_bytes: int = MEBIBYTE


class Lanes(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How queries share the machine.

    Every query starts on one of ``fast`` workers. One that runs longer than ``short_seconds`` takes one of ``slow``
    places and leaves its own to a fresh worker. ``waiting`` queries may stand in line, for at most
    ``patience_seconds``; the next one is told to come back later.
    """

    fast: int = 0  # 0: one a core, and one more
    slow: int = 4
    waiting: int = 48
    short_seconds: float = 0.25
    patience_seconds: float = 20.0


class ServerConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The settings of one server.

    ``store`` is the address of a remote SPARQL endpoint; without one, the release's own store is opened.
    ``services`` are the addresses that SERVICE may name, compared character by character.
    ``web_threads`` must be more than ``lanes.waiting`` and the lanes together, or pages wait for queries.
    """

    releases: Path = Path("releases")
    host: str = "127.0.0.1"
    port: int = 8000
    store: str | None = None
    services: tuple[str, ...] = ()
    limits: Limits = Limits()
    lanes: Lanes = Lanes()
    cache_bytes: int = 256 * MEBIBYTE
    web_threads: int = 64
    release_check_seconds: float = 1.0
