"""What the desk holds while it is open."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from flask import current_app

from mapping.review.changes import Change
from mapping.review.review import Review
from server.desk.publishing import Publishing

EXTENSION = "desk"


@dataclass(slots=True)
class Desk:
    """What the desk holds: the review, the last change or what was wrong with it, and the build."""

    review: Review
    publishing: Publishing
    change: Change | None = None
    fault: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take_message(self) -> tuple[Change | None, str]:
        """Return the last change, and what was wrong with it; the next page shows them no more."""
        said = self.change, self.fault
        self.change, self.fault = None, ""
        return said


def here() -> Desk:
    """Return the desk of this application."""
    found: Desk = current_app.extensions[EXTENSION]
    return found
