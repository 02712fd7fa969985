"""The libraries that read a format: optional, and asked for by name when they are missing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from mapping.readers.source import Source


@contextmanager
def needs(source: Source, extra: str) -> Iterator[None]:
    """Turn a missing library into an error that says which extra to install.

    Raises:
        DocumentError: an import inside the ``with`` failed.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        raise source.error(
            f"reading this format needs {error.name}, which is not installed",
            f"Install it with: pip install 'policygraph[{extra}]'",
        ) from error
