"""What the web process and a worker say to each other, as MessagePack over a socket pair."""

from __future__ import annotations

import socket
import struct
from typing import Literal

import msgspec

Outcome = Literal[
    "body", "file", "syntax", "unsupported", "inexpressible", "memory", "size", "service", "disk", "fault",
]  # fmt: skip # entries side by side


class Setup(msgspec.Struct, frozen=True, kw_only=True):
    """What a worker is told once. Sizes are bytes; an answer larger than ``inline`` goes to a file without a name."""

    store: str
    base: str
    prefixes: dict[str, str]
    memory: int
    inline: int
    answer: int
    parent: int


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """A query, and how its answer is written.

    ``default_graphs`` and ``named_graphs`` are both lists where the request names a dataset. Both are nothing where it
    does not: then ``union`` says whether all graphs together are the default graph, or the query's own FROM decides.
    ``rows`` is the most rows or triples, 0 for all. ``reading`` asks what the query says instead of its answer.
    """

    query: str
    media_type: str
    union: bool
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    rows: int = 0
    reading: bool = False


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a task: ``body`` is the answer or the reason, which of ``syntax`` is an encoded
    :class:`~server.release.store.reading.diagnosis.Diagnosis`; ``size`` that of the answer, in bytes.

    ``cut`` says that there were more rows. ``retire`` says that the worker has grown and wants to be replaced.
    """

    outcome: Outcome
    body: bytes = b""
    size: int = 0
    cut: bool = False
    retire: bool = False


_SETUP = msgspec.msgpack.Decoder(Setup)
_TASK = msgspec.msgpack.Decoder(Task)
_REPLY = msgspec.msgpack.Decoder(Reply)
encode = msgspec.msgpack.Encoder().encode


def setup(data: bytes) -> Setup:
    """Decode a :class:`Setup`."""
    return _SETUP.decode(data)


def task(data: bytes) -> Task:
    """Decode a :class:`Task`."""
    return _TASK.decode(data)


def reply(data: bytes) -> Reply:
    """Decode a :class:`Reply`."""
    return _REPLY.decode(data)


_LENGTH = struct.Struct("!I")


def send(channel: socket.socket, data: bytes) -> None:
    """Send one message; raises :class:`OSError` where nobody listens."""
    channel.sendall(_LENGTH.pack(len(data)) + data)


def receive(channel: socket.socket) -> bytes:
    """Return the next message; raises :class:`EOFError` where the other side has gone."""
    (length,) = _LENGTH.unpack(_exactly(channel, _LENGTH.size))
    return _exactly(channel, length)


def _exactly(channel: socket.socket, size: int) -> bytes:
    try:
        data = channel.recv(size, socket.MSG_WAITALL)
    except ConnectionResetError as error:
        raise EOFError from error
    if len(data) < size:
        raise EOFError
    return data
