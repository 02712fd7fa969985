"""What a made plan depends on, as one key: the same key, the same plan; whatever changes it makes the plan anew.

The key is the SHA-256 of these, and of nothing else:

- **the folder**: its name (reasons name it), ``plan.toml``, the document, and as far as they are there the text
  recognised of it and the steward's files (``agencies.tsv``, ``alignment.sssom.tsv``, translations), each byte by byte;
- **the settings that reach a plan**: both bases, licence and rights, and how much of it must have been read. Title, publisher
  and contact of the publication do not; :func:`settings_of_a_plan` sees to that;
- **the reference data**: every file of the packaged folder and of those beside it, in their order;
- **rules and software**: every file of ``ontology``, ``shapes`` and ``mapping``, among them vocabulary, shapes, queries and
  JSON-LD context; Python's version, the versions of the libraries that this software asks for, and LibreOffice's program.

Nothing else that a plan could depend on may be read while it is made: no clock, no network, no other plan.
"""

from __future__ import annotations

import hashlib
import platform
import re
import shutil
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import metadata
from importlib.resources import files
from pathlib import Path

import msgspec

from mapping import plan_folder
from mapping.plan_folder import FILE_NAME, PlanFolder
from mapping.readers.office import PROGRAMS
from mapping.reference import reference
from mapping.reference.curated import Directory
from mapping.release.publication import Publication
from mapping.workbench import Settings, state_of_reference

_PACKAGES = ("mapping", "ontology", "shapes")
_ITSELF = "policygraph"
_READERS = ("word", "excel", "html", "pdf", "ocr")
"""The extras that reading a document may need."""
_REQUIREMENT = re.compile(r"(?P<name>[A-Za-z0-9._-]+)[^;]*(?:;(?P<marker>.*))?")
_EXTRA = re.compile(r"extra\s*==\s*[\"']([^\"']+)[\"']")


def settings_of_a_plan(settings: Settings) -> Settings:
    """Return the settings as a plan is made with: the rest of the publication is as nobody has set it."""
    terms = settings.publication
    reaching = Publication(vocabulary=terms.vocabulary, base=terms.base, license=terms.license, rights=terms.rights)
    return msgspec.structs.replace(settings, publication=reaching)


class Inputs:
    """The keys of a build's plans; what all plans depend on is read once."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._state = state_of_reference(settings)
        own = settings_of_a_plan(settings)
        values = msgspec.json.encode((own.publication, own.least_read), order="sorted")
        self._shared = _digest([("settings", values), *_reference(own), *_software(), *_programs()])

    def key(self, path: Path) -> str | None:
        """Return the key of a plan folder; nothing where it cannot be read, for then it cannot be made either.

        There is none either once somebody has written to the reference data: nobody knows which of them a plan was made with.
        """
        try:
            folder = plan_folder.load(path)
            parts = [(file.name, _content(file)) for file in files_read(folder)]
        except Exception:  # noqa: BLE001 - whatever it is, making the plan meets it too, and holds that plan alone back
            return None
        if state_of_reference(self._settings) != self._state:
            return None
        name = ("folder", str(folder.path.absolute().name).encode("utf-8", "surrogatepass"))
        return _digest([("shared", self._shared.encode()), name, *parts])


def files_read(folder: PlanFolder) -> list[Path]:
    """Return the files of a plan folder that are read, as far as they are there."""
    read = [folder.path / FILE_NAME, folder.document, *folder.stewards_files]
    return [file for file in read if file.is_file()]


def digest_of_makers(settings: Settings) -> str:
    """Return a digest of what makes plans on this machine, but for its programs: reference data, rules and software."""
    return _digest([("reference", digest_of_reference(settings).encode()), *_software()])


def _digest(parts: Iterable[tuple[str, bytes]]) -> str:
    """Return a digest of named parts, in which no part can run into the next."""
    whole = hashlib.sha256()
    for name, content in parts:
        head = name.encode("utf-8", "surrogatepass")
        whole.update(f"{len(head)} {len(content)} ".encode() + head + content)
    return whole.hexdigest()


def _content(file: Path) -> bytes:
    """Return what stands for a file's bytes, of which there may be many."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").digest()


def digest_of_reference(settings: Settings) -> str:
    """Return a digest of every file of the reference data, as it is now."""
    return _digest(_reference(settings))


def _reference(settings: Settings) -> Iterator[tuple[str, bytes]]:
    folders = [reference.packaged(), *(path for path in map(Path, settings.reference) if path.is_dir())]
    for number, folder in enumerate(folders):
        yield f"reference {number}", _digest(_files(folder, "")).encode()


def _software() -> tuple[tuple[str, bytes], ...]:
    """Return the digest of every file of the packages that make plans, and the versions of what they stand on."""
    code = [(package, _digest(_files(files(package), package)).encode()) for package in _PACKAGES]
    versions = [(f"library {name}", version.encode()) for name, version in sorted(_libraries().items())]
    return (*code, *versions, ("python", platform.python_version().encode()))


def _files(folder: Directory, name: str) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda each: each.name):
        if entry.is_dir() and entry.name != "__pycache__":
            yield from _files(entry, f"{name}/{entry.name}")
        elif entry.is_file():
            yield f"{name}/{entry.name}", entry.read_bytes()


@cache
def _libraries() -> dict[str, str]:
    """Return the installed libraries that this software asks for, and theirs, with their versions."""
    found: dict[str, str] = {}
    waiting = list(_asked_by(_ITSELF, _READERS))
    while waiting:
        name = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if name in found or name == _ITSELF:
            continue
        try:
            found[name] = metadata.version(name)
            waiting += _asked_by(name, ())
        except metadata.PackageNotFoundError:
            found[name] = ""
    return found


def _asked_by(name: str, extras: tuple[str, ...]) -> Iterator[str]:
    for line in metadata.requires(name) or ():
        asked = _REQUIREMENT.match(line)
        extra = _EXTRA.search(asked["marker"] or "") if asked else None
        if asked and (extra is None or extra[1] in extras):
            yield asked["name"]


def _programs() -> Iterator[tuple[str, bytes]]:
    """Yield which programs read documents for us: where one is, how large, and of when."""
    for name in PROGRAMS:
        if found := shutil.which(name):
            about = Path(found).resolve().stat()
            yield f"program {name}", f"{Path(found).resolve()} {about.st_size} {about.st_mtime_ns}".encode()
