"""The settings of the window. Reading them from a file or the command line is the command's business."""

from __future__ import annotations

from pathlib import Path

import msgspec

KIBIBYTE = 1024
MEBIBYTE = 1024 * KIBIBYTE
GIBIBYTE = 1024 * MEBIBYTE


class Limits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one request may cost. Times are seconds, sizes bytes.

    ``spool_bytes`` is what all large answers together may take on disk until they have been sent, one address half of it.
    ``rows`` is the most rows (or triples) of one answer; 0 sets no limit. A limit that cut an answer is named in a
    header.
    """

    query_seconds: float = 25.0
    query_memory: int = GIBIBYTE
    answer_bytes: int = 4 * GIBIBYTE
    spool_bytes: int = 16 * GIBIBYTE
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
    patience_seconds: float = 10.0


class Patience(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How long, in seconds, a connection is waited for, and how many there may be.

    ``idle_seconds`` is for a connection that says nothing, ``head_seconds`` for request line and headers from their first
    byte on, ``body_seconds`` for a body, ``write_seconds`` for a client to take the next 48 KiB of its answer.
    Requests of one address beyond its share of threads stand in a line of their own, ``waiting`` at most.
    """

    idle_seconds: float = 15.0
    head_seconds: float = 10.0
    body_seconds: float = 20.0
    write_seconds: float = 20.0
    stop_seconds: float = 10.0
    connections: int = 2048
    unread_bytes: int = 2 * MEBIBYTE
    waiting: int = 256


class ServerConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The settings of one server.

    ``store`` is the address of a remote SPARQL endpoint; without one, the release's own store is opened.
    ``services`` are the addresses that SERVICE may name, compared character by character.
    ``query_threads`` wait for queries, and must be more than ``lanes.waiting`` and the lanes together; ``page_threads``
    make pages, and are few since they compute. One address may have half of either at once.
    ``proxies`` are the addresses of proxies whose word on a client's address is believed.
    One address may ask ``requests_a_second`` times a second, 0 for as often as it likes, and ten seconds' worth of that at
    once; who sends one of the ``tokens`` as ``Authorization: Bearer`` may ask more often, with a share of its own.
    ``access_log`` is a file, ``-`` for standard output; ``metrics`` is where Prometheus reads, an address and a port.
    """

    releases: Path = Path("releases")
    host: str = "127.0.0.1"
    port: int = 8000
    store: str | None = None
    services: tuple[str, ...] = ()
    limits: Limits = Limits()
    lanes: Lanes = Lanes()
    cache_bytes: int = 256 * MEBIBYTE
    query_threads: int = 64
    page_threads: int = 8
    patience: Patience = Patience()
    proxies: tuple[str, ...] = ()
    requests_a_second: float = 100.0
    tokens: tuple[str, ...] = ()
    access_log: str | None = None
    metrics: tuple[str, int] | None = None
    release_check_seconds: float = 1.0
