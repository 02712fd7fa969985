"""The access log: a line of JSON for each request that was answered.

It holds no personal data beyond what running a server needs: of an address the network alone (/24 of IPv4, /48 of IPv6), and
nothing of what was asked for but the path. Queries, what was searched for, cookies and browsers are not written down.
"""

from __future__ import annotations

import ipaddress
import logging
import queue
import sys
import threading
from datetime import UTC, datetime
from logging.handlers import WatchedFileHandler
from typing import Any

import msgspec

from server.gateway.exchange import Exchange

STANDARD_OUTPUT = "-"
_WAITING = 10_000
"""Lines that may wait for a slow disk; the next ones are lost, and counted."""
_LONGEST_PATH = 200
_NETWORK = {4: 24, 6: 48}
_encode = msgspec.json.Encoder().encode


class AccessLog:
    """Writes lines in a thread of its own, so that no disk holds up an answer; a file that was moved away is begun anew."""

    def __init__(self, target: str) -> None:
        self._to = (
            logging.StreamHandler(sys.stdout)
            if target == STANDARD_OUTPUT
            else WatchedFileHandler(target, encoding="utf-8", delay=False)
        )
        self._lines: queue.Queue[str | None] = queue.Queue(_WAITING)
        self._lost = 0
        self._thread = threading.Thread(target=self._write, name="access log", daemon=True)
        self._thread.start()

    def __call__(self, exchange: Exchange) -> None:
        """Note an exchange."""
        try:
            self._lines.put_nowait(_encode(_line(exchange)).decode())
        except queue.Full:
            self._lost += 1

    def _write(self) -> None:
        while (line := self._lines.get()) is not None:
            self._put(line)
            lost, self._lost = self._lost, 0
            if lost:
                self._put(_encode({"time": _now(), "lost": lost}).decode())

    def _put(self, line: str) -> None:
        self._to.handle(logging.makeLogRecord({"msg": line}))

    def close(self) -> None:
        """Write what waits, and end."""
        self._lines.put(None)
        self._thread.join()
        self._to.close()


def _line(exchange: Exchange) -> dict[str, Any]:
    line = {
        "time": _now(),
        "id": exchange.identifier,
        "network": network(exchange.address),
        "method": exchange.method,
        "path": exchange.path[:_LONGEST_PATH],
        "status": exchange.status,
        "bytes": exchange.size,
        "seconds": round(exchange.seconds, 4),
        "pool": exchange.pool,
    }
    if exchange.why:
        line["why"] = exchange.why
    if exchange.gone:
        line["hung_up"] = True
    return line


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def network(address: str) -> str:
    """Return the network of an address, which tells where much comes from, and not from whom."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    return str(ipaddress.ip_network(f"{found}/{_NETWORK[found.version]}", strict=False))
