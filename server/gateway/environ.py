"""A request as WSGI wants it (PEP 3333), its body read already."""

from __future__ import annotations

import io
import sys
from typing import Any
from urllib.parse import unquote_to_bytes

REFUSED = "policygraph.refused"
"""Where the environment holds the :class:`~server.web.problems.Problem` with which the gateway refuses a request."""

AT_HAND = "policygraph.at-hand"
"""Where the environment says that only what is kept in memory is to be answered: otherwise no answer is started."""

Environ = dict[str, Any]
_PLAIN = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}
_DROPPED = {"transfer-encoding", "content-length"}


def environ_of(scope: Any, body: bytes) -> Environ:
    """Return the environment of a request whose body is whole; names with an underscore are dropped, as they would
    pass for others.
    """
    raw_path: bytes = scope["raw_path"]
    query: bytes = scope["query_string"]
    host, port = scope["server"] or ("localhost", None)
    environ: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(raw_path).decode("latin-1"),
        "QUERY_STRING": query.decode("latin-1"),
        "RAW_URI": (raw_path + b"?" + query if query else raw_path).decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port or 0),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": scope["client"][0] if scope["client"] else "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": io.BytesIO(body),
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for raw_name, value in scope["headers"]:
        _add(environ, raw_name.decode("latin-1"), value.decode("latin-1"))
    if body:
        environ["CONTENT_LENGTH"] = str(len(body))
    return environ


def _add(environ: Environ, name: str, value: str) -> None:
    if "_" in name or name in _DROPPED:
        return
    key = _PLAIN.get(name) or f"HTTP_{name.upper().replace('-', '_')}"
    environ[key] = f"{environ[key]},{value}" if key in environ else value
