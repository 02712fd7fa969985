"""What a release says of its own quality: the files below its ``reports/``, which never change."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TypeVar

import msgspec

from mapping.release.folder import HeldBack, Manifest
from mapping.release.quality import OVERVIEW, Overview, Quality
from server.web.problems import Problem
from shapes.report import Report

_Read = TypeVar("_Read")


class Assessment(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a plan's quality; a plan that could not be read at all has only a reason."""

    plan: str
    quality: Quality | None
    report: Report
    held_back: HeldBack | None
    files: tuple[Path, ...]


@functools.lru_cache(maxsize=32)
def overview(release: Path) -> Overview:
    """Return all plans of a release; none where it was made before anything was counted, or has been pruned."""
    return _decoded(release / "reports" / OVERVIEW, Overview) or Overview(plans=(), tallies=())


@functools.lru_cache(maxsize=64)
def across(release: Path) -> Report:
    """Return what the rules across plans found."""
    return _decoded(release / "reports" / "across-plans.json", Report) or Report()


def assessment(release: Path, manifest: Manifest, plan: str) -> Assessment:
    """Return what is known of a plan's quality; raises :class:`Problem` where the release knows no such plan."""
    held_back = next((each for each in manifest.held_back if each.id == plan), None)
    if held_back is None and plan not in {entry.id for entry in manifest.plans}:
        raise Problem.not_found(f"The release holds no plan {plan!r}, and held none of that name back. See /quality.")
    folder = release / "reports" / ("held-back" if held_back else "")
    return Assessment(
        plan=plan,
        quality=_decoded(folder / f"{plan}.quality.json", Quality),
        report=_decoded(folder / f"{plan}.json", Report) or Report(),
        held_back=held_back,
        files=tuple(file for file in (folder / f"{plan}.nq", folder / f"{plan}.quality.nq") if file.is_file()),
    )


def _decoded(path: Path, kind: type[_Read]) -> _Read | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except FileNotFoundError:
        return None
