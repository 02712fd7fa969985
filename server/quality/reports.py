"""What is known of a plan's quality, published or held back."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path

import msgspec

from mapping.release.folder import HeldBack
from mapping.release.quality import Quality
from mapping.release.release import Release
from server.web.problems import Problem
from shapes.report import Report


class Assessment(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a plan's quality; a plan that could not be read at all has only a reason."""

    plan: str
    quality: Quality | None
    report: Report
    held_back: HeldBack | None
    files: tuple[Path, ...]


def assessment(release: Release, plan: str) -> Assessment:
    """Return what is known of a plan's quality; raises :class:`Problem` where the release knows no such plan."""
    held_back = release.held_back(plan)
    if held_back is None and release.plan(plan) is None:
        raise Problem.worded(HTTPStatus.NOT_FOUND, "report", plan=plan)
    return Assessment(
        plan=plan,
        quality=release.quality(plan),
        report=release.report(plan),
        held_back=held_back,
        files=release.quality_files(plan),
    )
