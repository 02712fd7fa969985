"""The build that a steward orders at the desk: one at a time, beside the pages, and what came of it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from mapping.errors import MappingError


@dataclass(frozen=True, slots=True)
class PlanOutcome:
    """What a build made of a plan; ``why`` says why it is held back, where it is."""

    id: str
    violations: int
    warnings: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class BuildOutcome:
    """What a build did: the id of its ``release``, none where nothing was published; ``dropped`` names what stopped it."""

    release: str | None
    plans: tuple[PlanOutcome, ...] = ()
    dropped: tuple[str, ...] = ()
    fault: str = ""
    releases: str = ""


@dataclass(slots=True)
class Publishing:
    """Runs ``publish``, the build that the command composed."""

    publish: Callable[[], BuildOutcome]
    outcome: BuildOutcome | None = None
    _thread: threading.Thread | None = field(default=None)

    @property
    def is_running(self) -> bool:
        """Whether a build goes on."""
        return self._thread is not None and self._thread.is_alive()

    def start(self) -> None:
        """Begin a build, if none goes on."""
        if not self.is_running:
            self.outcome = None
            self._thread = threading.Thread(target=self._run, daemon=True)
            self._thread.start()

    def _run(self) -> None:
        try:
            self.outcome = self.publish()
        except (MappingError, OSError) as error:
            self.outcome = BuildOutcome(release=None, fault=str(error))
