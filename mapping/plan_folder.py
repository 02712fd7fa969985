"""A plan folder: the source document and ``plan.toml``, which says what the document is and how it is laid out."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path

import msgspec

from mapping.errors import PlanFolderError, Where
from mapping.layout import LayoutRules
from mapping.readers.pdf.recognised import kept_file
from ontology import credit_code

FILE_NAME = "plan.toml"
_LARGEST = 4 * 2**20
"""What a steward writes by hand is a thousand times smaller, in bytes."""
_LONGEST_ID = 100
"""Files are named by it, and the name of a file has 255 bytes at most."""
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_CODE = re.compile(r"[0-9]{6}")
_ADDRESS = re.compile(r"https?://[^\s/<>\"{}|\\^`]+(?:/[^\s<>\"{}|\\^`]*)?")

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
RESERVED = frozenset(
    {"across-plans", "all", "catalog", "history", "measures", "ontology", "policygraph", "quality", "reference", "shapes",
     "vocabulary"}
)  # fmt: skip # entries side by side
"""What datasets, graphs and files of a release are called that belong to no plan."""

Bilingual = dict[str, str]


class PlanSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What ``plan.toml`` says. ``jurisdiction`` is a GB/T 2260 code; texts are one string (or list) per ``zh`` and ``en``.

    ``national`` is the id of the national document that the plan carries out, absent while that is not known.
    ``changes`` and ``repeals`` name plans, by id or by IRI, that this one amends or replaces. ``sample`` marks invented plans.
    ``official_page`` is where the issuer published it, ``issuer_code`` its unified social credit code.
    ``publish_document = false`` withholds the file itself.
    ``accept_unread`` says why a plan may be published of which much was left unread, and is published among its editorial
    notes. ``year`` completes dates that are printed without one. ``looked_at`` names doubts that are as they should be: they
    are not asked again at the desk.
    """

    id: str
    document: str
    title: Bilingual
    jurisdiction: str
    national: str | None = None
    id_local: str | None = None
    date_document: dt.date | None = None
    date_publication: dt.date | None = None
    official_page: str | None = None
    issuer_code: str | None = None
    license: str | None = None
    rights: Bilingual | None = None
    known_gap: dict[str, tuple[str, ...]] = {}
    editorial_note: dict[str, tuple[str, ...]] = {}
    changes: tuple[str, ...] = ()
    repeals: tuple[str, ...] = ()
    sample: bool = False
    publish_document: bool = True
    accept_unread: Bilingual | None = None
    year: int | None = None
    looked_at: tuple[str, ...] = ()
    layout: LayoutRules = LayoutRules()

    @property
    def notes(self) -> dict[str, tuple[str, ...]]:
        """The editorial notes, with the reason why what was left unread is accepted."""
        accepted = self.accept_unread or {}
        languages = dict.fromkeys((*self.editorial_note, *accepted))
        return {
            language: (*self.editorial_note.get(language, ()), *([accepted[language]] if language in accepted else []))
            for language in languages
        }

    @property
    def written_in(self) -> int | None:
        """The year of the plan, which tells bodies and places that followed one another apart."""
        dated = self.date_document or self.date_publication
        return dated.year if dated else self.year


class PlanFolder(msgspec.Struct, frozen=True, kw_only=True):
    """A folder on disk and its settings."""

    path: Path
    settings: PlanSettings

    @property
    def document(self) -> Path:
        """The source document."""
        return self.path / self.settings.document

    @property
    def alignment(self) -> Path:
        """The steward's decisions on requirements; may be absent."""
        return self.path / "alignment.sssom.tsv"

    @property
    def agencies(self) -> Path:
        """The steward's decisions on names of bodies; may be absent."""
        return self.path / "agencies.tsv"

    @property
    def translations(self) -> Path:
        """Unofficial translations of the plan's texts; may be absent."""
        return self.path / "translations.en.tsv"

    @property
    def stewards_files(self) -> tuple[Path, ...]:
        """All files beside the document that a plan is made of, as far as they are there; a file in no list is not read."""
        return (self.agencies, self.alignment, self.translations, kept_file(self.document))


def load(path: Path, *, is_draft: bool = False) -> PlanFolder:
    """Read a plan folder (or the ``plan.toml`` in it); that of a draft may leave its jurisdiction open.

    Raises :class:`PlanFolderError` that names the key and says what to write.
    """
    folder = path.parent if path.name == FILE_NAME else path
    _check_file(folder / FILE_NAME, folder)
    settings = _settings(_toml(folder / FILE_NAME), str(folder / FILE_NAME))
    if not (is_draft and not settings.jurisdiction):
        _check(settings, str(folder / FILE_NAME))
    loaded = PlanFolder(path=folder, settings=settings)
    try:
        for file in loaded.stewards_files:
            _check_file(file, folder)
    except OSError as error:  # such as a name that is too long
        raise PlanFolderError(
            f"document = {settings.document[:80]!r} is the name of no file: {error.strerror}",
            where=Where(document=str(folder / FILE_NAME)),
            advice="Give the name of a file in the folder.",
        ) from error
    if not _is_inside(loaded.document, folder):
        raise PlanFolderError(
            f"document = {settings.document!r} lies outside the plan folder",
            where=Where(document=str(folder / FILE_NAME)),
            advice="Copy the document into the folder and give its name.",
        )
    return loaded


def save(file: Path, content: bytes) -> None:
    """Write a file of a plan's steward whole or not at all: a crash or a full disk leaves the one that was there.

    Raises :class:`PlanFolderError` where it cannot be written.
    """
    target = file.resolve()
    fresh = target.with_name(f".{target.name}.fresh")
    try:
        with fresh.open("wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        if target.exists():
            shutil.copymode(target, fresh)
        fresh.replace(target)
    except OSError as error:
        with suppress(OSError):
            fresh.unlink()
        raise PlanFolderError(
            f"cannot be written: {error.strerror}",
            where=Where(document=str(file)),
            advice="Look at the disk and at the permissions of its folder; what was there is as it was.",
        ) from error


def _is_inside(file: Path, folder: Path) -> bool:
    try:
        return file.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # links in a circle
        return False


def _check_file(file: Path, folder: Path) -> None:
    """Refuse what is no file of this folder: what a link leads to would be published, and a pipe be read for ever."""
    inside = not file.is_symlink() or _is_inside(file, folder)
    faults = {"is a link to a file outside the plan folder": not inside}
    if inside and file.exists():
        faults["is no file"] = not file.is_file()
        faults[f"is larger than {_LARGEST:,} bytes"] = file.is_file() and file.stat().st_size > _LARGEST
    for fault, is_so in faults.items():
        if is_so:
            raise PlanFolderError(
                fault,
                where=Where(document=str(file)),
                advice="Put the file itself into the folder, or delete what is there.",
            )


def _toml(path: Path) -> dict[str, object]:
    where = Where(document=str(path))
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise PlanFolderError(
            "there is no plan.toml", where=where, advice="Make one with `policygraph new DOCUMENT`."
        ) from error
    except OSError as error:
        raise PlanFolderError(
            f"cannot be read: {error.strerror}", where=where, advice="Check its permissions."
        ) from error
    except UnicodeDecodeError as error:
        raise PlanFolderError(
            f"is not UTF-8 (byte {error.start})", where=where, advice="Save plan.toml as UTF-8."
        ) from error
    except RecursionError as error:
        raise PlanFolderError("is nested without end", where=where, advice="Write it anew.") from error
    except ValueError as error:  # tomllib's own, and a number of thousands of digits
        raise PlanFolderError(
            f"is not valid TOML: {error}", where=where, advice="Dates are written 2020-05-23, texts in quotes."
        ) from error


def _settings(raw: dict[str, object], document: str) -> PlanSettings:
    try:
        said = {key: value for key, value in raw.items() if (key, value) != ("national", "")}
        return msgspec.convert(said, PlanSettings)
    except msgspec.ValidationError as error:
        known = ", ".join(PlanSettings.__struct_fields__)
        raise PlanFolderError(
            str(error).replace("Object contains unknown field", "unknown key").replace("`$.", "`"),
            where=Where(document=document),
            advice=f"The keys of plan.toml are: {known}.",
        ) from error


def _texts(settings: PlanSettings) -> Iterator[str]:
    """Yield every text that is published as it is written here."""
    yield settings.id_local or ""
    yield settings.license or ""
    for bilingual in (settings.title, settings.rights or {}):
        yield from bilingual.values()
    for noted in (settings.known_gap, settings.editorial_note):
        yield from chain.from_iterable(noted.values())


def _check(settings: PlanSettings, document: str) -> None:
    faults = {
        f"id = {settings.id[:_LONGEST_ID]!r}… is longer than {_LONGEST_ID} letters": len(settings.id) > _LONGEST_ID,
        "document has a character that no name of a file has": "\0" in settings.document,
        f"id = {settings.id!r} is not lower-case letters, digits and hyphens": _ID.fullmatch(settings.id) is None,
        f"id = {settings.id!r} is the name of something else in every release": settings.id in RESERVED,
        f"license = {settings.license!r} is no address of a licence": not (settings.license or "https://").startswith(
            ("https://", "http://")
        ),
        "the plan changes or repeals itself": any(
            each.rstrip("/").rpartition("/")[2] == settings.id for each in (*settings.changes, *settings.repeals)
        ),
        "a text has a control character": any(map(_CONTROL.search, _texts(settings))),
        f"jurisdiction = {settings.jurisdiction!r} is not a six-digit GB/T 2260 code": _CODE.fullmatch(
            settings.jurisdiction
        )
        is None,
        f"official_page = {settings.official_page!r} is no web address": settings.official_page is not None
        and _ADDRESS.fullmatch(settings.official_page) is None,
        f"issuer_code = {settings.issuer_code!r} {credit_code.fault(settings.issuer_code or '')}": bool(
            settings.issuer_code is not None and credit_code.fault(settings.issuer_code)
        ),
        "title has no zh": not settings.title.get("zh"),
        "a text has a language other than zh and en": any(
            set(text) - {"zh", "en"}
            for text in (settings.title, settings.rights or {}, settings.known_gap, settings.notes)
        ),
        "date_publication lies before date_document": bool(
            settings.date_document and settings.date_publication and settings.date_publication < settings.date_document
        ),
    }
    for fault, is_so in faults.items():
        if is_so:
            raise PlanFolderError(fault, where=Where(document=document), advice="Correct it in plan.toml.")
