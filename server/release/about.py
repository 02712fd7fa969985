"""What a file of the release says of itself: where it is from, how much it has, and under which licence."""

from __future__ import annotations

from server.release.live import Served
from server.release.shelf import shelf
from server.words.language import Words


def about(address: str, rows: int, now: Served, words: Words) -> list[tuple[str, str]]:
    """Return its facts, each with what it is called."""
    publication = now.manifest.publication
    return [
        (words("column.source"), address),
        (words("column.rows"), f"{rows:,}"),
        (words("column.release"), now.id),
        (words("column.day"), shelf().history.until(now.id).last[:10]),
        (words("column.publisher"), publication.publisher[words.language]),
        (words("column.license"), publication.license),
    ]
