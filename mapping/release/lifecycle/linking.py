"""Files that several folders hold: one file with several names, which takes space once."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from mapping.release import compression
from mapping.release.folder import Dump
from mapping.release.release import Release


def link(source: Path, target: Path) -> None:
    """Let a second name stand for a file that never changes, or copy it where the file system has no such names."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except FileExistsError:
        raise
    except OSError:
        shutil.copyfile(source, target)


def share(staging: Path, dumps: Iterable[Dump], before: Release) -> None:
    """Let files that are byte for byte as in a sound release be that release's, and their compressed forms with them."""
    same = {dump.path: dump.sha256 for dump in before.manifest.dumps}
    for path in (dump.path for dump in dumps if same.get(dump.path) == dump.sha256):
        for form in (form for form in compression.forms(path) if (before.folder / form).is_file()):
            (staging / form).unlink(missing_ok=True)
            link(before.folder / form, staging / form)
