"""The errors of the rules, one tree::

ShapesError         what was wrong, where, and what to do
├── SourceError     RDF that cannot be read, or that says nothing to judge
└── ProfileError    a profile or a format that nobody defined
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial


class ShapesError(Exception):
    """What was wrong (``what``), with which file, URL or name (``where``), and what to do (``advice``)."""

    def __init__(self, what: str, *, where: str, advice: str) -> None:
        self.what = what
        self.where = where
        self.advice = advice
        super().__init__(f"{where}: {what}. {advice}")

    def __reduce__(self) -> tuple[Callable[[], ShapesError], tuple[()]]:
        """Let a worker's error reach the process that asked."""
        return partial(type(self), self.what, where=self.where, advice=self.advice), ()


class SourceError(ShapesError):
    """RDF that cannot be read, or that says nothing to judge."""


class ProfileError(ShapesError):
    """A profile or a format that nobody defined."""
