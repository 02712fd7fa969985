"""A release as whoever reads it sees it: its manifest, its files by name, and what is made of it once.

A release never changes, so what is read of it is read once and goes when the release goes.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Hashable
from functools import cached_property
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

import msgspec
import pyoxigraph as ox

from mapping.release import vocabulary_files
from mapping.release.folder import Dump, HeldBack, Manifest, PlanEntry, read_manifest
from mapping.release.quality import OVERVIEW, Overview, Quality
from ontology.iris import Iris
from shapes.report import Report

_T = TypeVar("_T")
_P = ParamSpec("_P")
_OF_PLAN = re.compile(r"dumps/(?:plan/([^./]+)\.|document/([^/]+)/)")


class Release:
    """A release folder with its manifest. Threads share it."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.folder = folder
        self.manifest = manifest
        self._made: dict[tuple[Hashable, ...], Any] = {}
        self._lock = threading.Lock()

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Return the release in a folder; raises :class:`~mapping.errors.ReleaseError` if it is missing or broken."""
        return cls(folder, read_manifest(folder))

    @property
    def id(self) -> str:
        """The id of the release."""
        return self.manifest.id

    @cached_property
    def iris(self) -> Iris:
        """The bases that the release was made with."""
        return self.manifest.publication.iris

    def once(self, make: Callable[Concatenate[Self, _P], _T], *arguments: _P.args, **named: _P.kwargs) -> _T:
        """Return ``make(release, *arguments)``, made at the first call and kept as long as this release is."""
        key = (make, *arguments, *sorted(named.items()))
        if key not in self._made:  # made outside the lock: two threads may both make it, which harms nobody
            made = make(self, *arguments, **named)
            with self._lock:
                self._made.setdefault(key, made)
        found: _T = self._made[key]
        return found

    def plan(self, identifier: str) -> PlanEntry | None:
        """Return what the manifest says of a published plan."""
        return self._plans.get(identifier)

    @cached_property
    def _plans(self) -> dict[str, PlanEntry]:
        return {each.id: each for each in self.manifest.plans}

    def held_back(self, identifier: str) -> HeldBack | None:
        """Return why a plan was not published; nothing where it was, or is not known."""
        return next((each for each in self.manifest.held_back if each.id == identifier), None)

    @cached_property
    def dumps(self) -> dict[str, Dump]:
        """The files that the release offers, by their path below its folder."""
        return {dump.path: dump for dump in self.manifest.dumps}

    def dumps_of(self, plan: str) -> tuple[Dump, ...]:
        """Return the files of a plan: its graph in each form, and its document."""
        return tuple(self._dumps_by_plan.get(plan, ()))

    @cached_property
    def _dumps_by_plan(self) -> dict[str, list[Dump]]:
        found: dict[str, list[Dump]] = {}
        for dump in self.manifest.dumps:
            if belonging := _OF_PLAN.match(dump.path):
                found.setdefault(belonging[1] or belonging[2], []).append(dump)
        return found

    def canonical_text(self, plan: str) -> str | None:
        """Return the canonical text of a plan's document, or nothing where the release does not publish it."""
        path = f"dumps/document/{plan}/canonical.txt"
        return self.once(_text, path) if path in self.dumps else None

    @cached_property
    def overview(self) -> Overview:
        """What was counted of all plans; of none where the release was made before anything was counted."""
        return self._decoded(OVERVIEW, Overview) or Overview(plans=(), tallies=())

    @cached_property
    def across(self) -> Report:
        """What the rules across plans found."""
        return self._decoded("across-plans.json", Report) or Report()

    def report(self, plan: str) -> Report:
        """Return the validation report of a plan, held back or not; an empty one where it could not be read at all."""
        return self._decoded(f"{self._subfolder(plan)}{plan}.json", Report) or Report()

    def quality(self, plan: str) -> Quality | None:
        """Return what was counted of a plan, held back or not."""
        return self._decoded(f"{self._subfolder(plan)}{plan}.quality.json", Quality)

    def quality_files(self, plan: str) -> tuple[Path, ...]:
        """Return the files that say in RDF what was found and counted of a plan."""
        folder = self.folder / "reports" / self._subfolder(plan)
        return tuple(file for file in (folder / f"{plan}.nq", folder / f"{plan}.quality.nq") if file.is_file())

    def _subfolder(self, plan: str) -> str:
        return "held-back/" if self.held_back(plan) else ""

    def _decoded(self, name: str, kind: type[_T]) -> _T | None:
        try:
            return msgspec.json.decode((self.folder / "reports" / name).read_bytes(), type=kind)
        except FileNotFoundError:
            return None

    @cached_property
    def vocabulary(self) -> dict[str, str]:
        """The files of the words by name: its own, or those of this software where it holds none."""
        root = self.folder / vocabulary_files.FOLDER
        own = {file.relative_to(root).as_posix(): file.read_text("utf-8") for file in root.rglob("*") if file.is_file()}
        return own or dict(vocabulary_files.texts(self.iris))

    @property
    def store_folder(self) -> Path:
        """Where the store of the release is."""
        return self.folder / "store"

    @cached_property
    def quads(self) -> ox.Store:
        """The store of the release, opened read-only in this process: for a release that is not served."""
        return ox.Store.read_only(str(self.store_folder))


def _text(release: Release, path: str) -> str:
    return (release.folder / path).read_bytes().decode()
