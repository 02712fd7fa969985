"""Environments with the importers in them, made once and kept in the user's cache: their dependencies are not ours."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CKAN = ("ckan[requirements]==2.12.0", "ckanext-dcat==2.4.4", "ckanext-harvest==1.6.3")
UDATA = ("udata==17.18.0", "mongomock==4.3.0")
LDES = "ldes-client@0.3.0"


class MissingImporterError(Exception):
    """An importer, or a server that it needs, is not to be had here."""


def python_with(name: str, packages: tuple[str, ...]) -> Path:
    """Return the Python of an environment with packages of PyPI; raises :class:`MissingImporterError`."""
    versions = "-".join(each.rpartition("=")[2] for each in packages)
    environment = _cache() / f"{name}-{versions}-{sys.version_info.minor}"
    python = environment / "bin" / "python"
    with _alone(name):
        if not (environment / "complete").exists():
            _run([sys.executable, "-m", "venv", "--clear", str(environment)])
            _run([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages])
            (environment / "complete").touch()
    return python


def node_with(package: str) -> Path:
    """Return the folder of an npm package, installed with all that it needs; raises :class:`MissingImporterError`."""
    if shutil.which("npm") is None:
        raise MissingImporterError("npm is not here")
    name = package.rpartition("@")[0]
    environment = _cache() / package.replace("@", "-")
    with _alone(name):
        if not (environment / "complete").exists():
            _run(["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(environment), package])
            (environment / "complete").touch()
    return environment / "node_modules" / name


def _cache() -> Path:
    found = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "policygraph"
    found.mkdir(parents=True, exist_ok=True)
    return found


@contextmanager
def _alone(name: str) -> Iterator[None]:
    """Let nobody else install the same."""
    with (_cache() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    if done.returncode:
        raise MissingImporterError(f"{' '.join(command[-2:])} could not be installed: {done.stderr.strip()[-300:]}")
