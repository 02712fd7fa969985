"""Hostile clients, and what the server's processes take meanwhile. Every wait here has an end."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from server.config import Lanes, Limits, Patience, ServerConfig

HURRIED = Patience(idle_seconds=2, head_seconds=2, body_seconds=2, write_seconds=2, stop_seconds=3, connections=150)
"""Limits so short that a test can wait for them."""


@dataclass(frozen=True)
class Attacker:
    """Opens connections to a server, each from an address of its own choice in 127.0.0.0/8."""

    url: str

    def connect(self, address: str = "127.0.0.1", timeout: float = 60.0, receive_buffer: int = 0) -> socket.socket:
        """Return a connection that waits at most ``timeout`` seconds for anything."""
        place = urlsplit(self.url)
        made = socket.socket()
        made.settimeout(timeout)
        if receive_buffer:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        made.bind((address, 0))
        made.connect((place.hostname, place.port))
        return made

    def send(self, data: bytes, **how: Any) -> socket.socket:
        """Return a connection on which something was sent."""
        made = self.connect(**how)
        made.sendall(data)
        return made

    def ask(self, path: str, address: str = "127.0.0.1", timeout: float = 60.0) -> tuple[int, bytes, float]:
        """Return status, the whole response and the seconds that it took."""
        started = time.monotonic()
        with self.send(get(path), address=address, timeout=timeout) as asked:
            response = b""
            while piece := asked.recv(1 << 16):
                response += piece
        return int(response.split(None, 2)[1]), response, time.monotonic() - started


def get(path: str, *headers: str) -> bytes:
    """Return a request after whose answer the connection ends."""
    return "\r\n".join([f"GET {path} HTTP/1.1", "Host: x", "Connection: close", *headers, "", ""]).encode()


@dataclass(frozen=True)
class Processes:
    """The processes of a server, as the kernel tells of them."""

    pid: int

    def workers(self) -> set[int]:
        """Return the ids of the query workers."""
        tasks = Path(f"/proc/{self.pid}/task").glob("*/children")
        return {int(each) for task in tasks for each in _read(task).split()}

    def handles(self) -> int:
        """Return how many handles the web process has."""
        return sum(1 for _ in Path(f"/proc/{self.pid}/fd").iterdir())

    def memory(self) -> int:
        """Return what the web process has in memory, in bytes."""
        return int(_read(Path(f"/proc/{self.pid}/statm")).split()[1]) * 4096

    def peak(self) -> int:
        """Return the most that the web process has ever had in memory, in bytes."""
        return int(_read(Path(f"/proc/{self.pid}/status")).partition("VmHWM:")[2].split()[0]) * 1024


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


@dataclass(frozen=True)
class Site:
    """A running server, someone who means it no good, and its processes."""

    url: str
    attacker: Attacker
    processes: Processes
    log: Path


SiteMaker = Callable[..., Site]


@pytest.fixture(scope="module")
def site(serve: Callable[[ServerConfig], Any], releases: Path) -> SiteMaker:
    """Start a server on the release of the seeds, or of another folder, in a hurry unless told otherwise."""

    def start(folder: Path = releases, **settings: Any) -> Site:
        chosen = {"lanes": Lanes(fast=2), "limits": Limits(query_seconds=8), "patience": HURRIED} | settings
        server = serve(ServerConfig(releases=folder, **chosen))
        url = server.url.rstrip("/")
        return Site(url, Attacker(url), Processes(server.process.pid), server.log)

    return start


@pytest.fixture(scope="session")
def until() -> Callable[..., bool]:
    """Wait for something, so many seconds at most, and say whether it has come about."""

    def wait(condition: Callable[[], bool], seconds: float = 30.0) -> bool:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if condition():
                return True
            time.sleep(0.05)
        return False

    return wait


@pytest.fixture(scope="session")
def opponent() -> Callable[[str], Attacker]:
    """Make someone who means a server no good."""
    return Attacker


@pytest.fixture
def held() -> Iterator[list[socket.socket]]:
    """A list of connections that are closed after the test."""
    connections: list[socket.socket] = []
    yield connections
    for each in connections:
        each.close()
