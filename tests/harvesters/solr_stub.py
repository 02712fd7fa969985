"""Stands for Solr, which no registry of packages has: CKAN may index what it likes, and finds nothing in it."""

from __future__ import annotations

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

EMPTY = {"responseHeader": {"status": 0, "QTime": 0}, "response": {"numFound": 0, "start": 0, "docs": []}}
SCHEMA = b'<schema name="ckan-2.12"/>'


class Stub(BaseHTTPRequestHandler):
    """Answers every search with nothing, every update with consent, and the question for the schema as CKAN wants it."""

    def do_GET(self) -> None:
        """Answer."""
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = SCHEMA if "/schema" in self.path else json.dumps(EMPTY).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Stub).serve_forever()
