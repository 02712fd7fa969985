"""A remote SPARQL store that is slow, dead, back again, or answers garbage or half: a forwarder before a real one."""

from __future__ import annotations

import random
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import requests

from server.release.store.push import RemoteStore, push
from tests.conftest import free_port

WELL = "well"
MODES = (WELL, "slow", WELL, "dead", WELL, "garbage", WELL, "half", WELL, "hanging")
"""What the store is, one after the other: well again after each fault."""
GARBAGE = (
    b"\x00\xff\xfe what",
    b"<html><body>the gateway is at http://10.0.0.1/</body></html>",
    b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":7}}]}}',
    b"",
)


class FaultyStore:
    """Hands on what is asked to a store and gives its answers back, as its mode says."""

    def __init__(self, upstream: str, seed: int = 18) -> None:
        self.mode = WELL
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}{urlsplit(upstream).path}"
        self._upstream = upstream
        self._chance = random.Random(seed)
        self._released = threading.Event()
        self._open: ThreadingHTTPServer | None = None
        self._listen()

    def be(self, mode: str) -> None:
        """Change the mode; a dead store does not even listen, and one that hangs does so until the mode is another."""
        self._released.set()
        self._released = threading.Event()
        self.mode = mode
        if mode == "dead":
            self.close()
        elif self._open is None:
            self._listen()

    def close(self) -> None:
        """Listen no more."""
        self._released.set()
        if self._open is not None:
            self._open.shutdown()
            self._open.server_close()
            self._open = None

    def _listen(self) -> None:
        store = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                with suppress(OSError):
                    store.forward(self)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name it has where it is from
                """Say nothing."""

        ThreadingHTTPServer.daemon_threads = True
        self._open = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        threading.Thread(target=self._open.serve_forever, args=(0.05,), daemon=True).start()

    def forward(self, asked: BaseHTTPRequestHandler) -> None:
        """Answer a request, as the mode says."""
        mode, released = self.mode, self._released
        body = asked.rfile.read(int(asked.headers.get("Content-Length", 0)))
        if mode == "hanging":
            released.wait(60)
            return
        if mode == "slow":
            time.sleep(self._chance.uniform(0.2, 1.5))
        kept = {name: asked.headers[name] for name in ("Accept", "Content-Type") if name in asked.headers}
        got = requests.post(self._upstream + _query(asked.path), body, headers=kept, timeout=30)
        sent, announced = self._spoilt(got.content, mode)
        asked.send_response(got.status_code)
        asked.send_header("Content-Type", got.headers.get("Content-Type", "text/plain"))
        asked.send_header("Content-Length", str(announced))
        asked.end_headers()
        asked.wfile.write(sent)

    def _spoilt(self, whole: bytes, mode: str) -> tuple[bytes, int]:
        """Return what is sent, and how much of it is announced: of half an answer, sometimes only that half."""
        if mode == "garbage":
            return (said := self._chance.choice(GARBAGE)), len(said)
        if mode == "half" and len(whole) > 1:
            half = whole[: len(whole) // 2].rstrip()[:-1]  # never a whole line: nobody could tell that from an answer
            return half, self._chance.choice((len(half), len(whole)))
        return whole, len(whole)


def _query(path: str) -> str:
    return "?" + asked if (asked := urlsplit(path).query) else ""


@contextmanager
def oxigraph(program: Path, folder: Path, release: Path) -> Iterator[str]:
    """Run the Oxigraph server with a release in it, and give the address where it is queried."""
    url = f"http://127.0.0.1:{(port := free_port())}"
    command = [str(program), "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _until_up(url)
            push(release, RemoteStore(query=f"{url}/query", update=f"{url}/update"))
            yield f"{url}/query"
        finally:
            process.kill()


def _until_up(url: str) -> None:
    for _ in range(200):
        with suppress(requests.ConnectionError):
            requests.get(url, timeout=5)
            return
        time.sleep(0.05)
    raise RuntimeError(f"the Oxigraph server did not start at {url}")
