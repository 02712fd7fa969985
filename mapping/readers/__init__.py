"""Readers: a file in, a :class:`~mapping.blocks.Document` out. They know formats, not policy."""

from __future__ import annotations

from pathlib import Path

from mapping.blocks import Document
from mapping.readers import text
from mapping.readers.source import open_source

__all__ = ["read"]


def read(path: Path) -> Document:
    """Read a document.

    Raises:
        DocumentError: the file is missing, unreadable, or not what its suffix says; says what to do.
    """
    return text.read(open_source(path))
