"""Where this server is, for addresses that have to be whole: never a place that only the client has named."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from flask import request
from werkzeug.exceptions import SecurityError

from server.release.live import live, served


def of_request() -> str:
    """Return scheme and host by which the client came, where that may be this server, or else those of B."""
    base = served().iris.base
    try:
        host = urlsplit(request.host_url).hostname or ""
    except (SecurityError, ValueError):
        host = ""
    known = {urlsplit(base).hostname, live().config.host, "localhost"}
    if host in known or _is_address(host):
        return request.host_url.rstrip("/")
    parts = urlsplit(base)
    return f"{parts.scheme}://{parts.netloc}"


def _is_address(host: str) -> bool:
    """Return whether a host is the number by which the client came, which names no site that people would trust."""
    try:
        return host == request.environ.get("SERVER_NAME") or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
