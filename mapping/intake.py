"""Many at once: the documents of a folder or archive, and what there is for a human to do about each.

What happens to one document stays with it: it is read in a process with limits, and the others go on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple, ParamSpec, TypeVar
from zipfile import BadZipFile, ZipFile, ZipInfo

import msgspec

from mapping import making, new, plan_folder
from mapping.errors import DocumentError, MappingError, Where
from mapping.extract import PlanExtraction, extract
from mapping.findings import Finding
from mapping.national import proposing
from mapping.plan_folder import PlanFolder
from mapping.processes.limits import PlanLimits, within
from mapping.processes.pool import Processes, WorkerEndedError
from mapping.readers import SUFFIXES
from mapping.readers.source import LARGEST_ARCHIVE, LARGEST_FILE
from mapping.reference.reference import Reference, packaged
from mapping.reference.reference import load as load_reference

_P = ParamSpec("_P")
_T = TypeVar("_T")

MOST_DOCUMENTS = 2000
"""How many files an archive may hold."""

_UTF8_NAME = 0x800
_LOCKED = 0x1
_NO_DOCUMENTS = ("thumbs.db", "desktop.ini")
_ANOTHER = "Unpack it, and name the folder instead."


class Intake(msgspec.Struct, frozen=True, kw_only=True):
    """What was read of one document, in numbers, and its doubts; ``why`` says why nothing was, where nothing was.

    ``share`` is the part of what looks like measures that was read; nothing where the document could not be laid out yet.
    """

    document: str
    folder: Path | None = None
    measures: int = 0
    responsibilities: int = 0
    share: float | None = None
    findings: tuple[Finding, ...] = ()
    why: str = ""

    @property
    def doubts(self) -> tuple[Finding, ...]:
        """The warnings, each once."""
        different = {(finding.message, finding.number): finding for finding in self.findings}
        return tuple(finding for finding in different.values() if finding.severity == "warning")

    @property
    def needs(self) -> tuple[bool, bool, float, int]:
        """How much this needs a human: not read, not laid out, how much was left unread, how many doubts."""
        return bool(self.why), self.share is None, round(1 - (self.share or 0), 2), len(self.doubts)


def take_in(document: Path, plans: Path, references: tuple[Path, ...]) -> Intake:
    """Make a plan folder for one of many documents; see :func:`mapping.new.propose`."""
    proposal = new.propose(document, plans, _reference(references), one_of_many=True)
    return _intake(proposal.folder, proposal.extraction, proposal.doubts)


def look_at(path: Path, references: tuple[Path, ...], *, review: bool = False) -> Intake:
    """Read one of many plan folders; ``review`` writes its review files anew."""
    extraction = read(path, references, review=review)
    return _intake(plan_folder.load(path), extraction, ())


def propose(document: Path, plans: Path, references: tuple[Path, ...], plan_id: str | None) -> new.Proposal:
    """Make a plan folder for one document; see :func:`mapping.new.propose`."""
    return new.propose(document, plans, _reference(references), plan_id)


def propose_national(
    document: Path, folder: Path, references: tuple[Path, ...], identifier: str | None
) -> proposing.NationalProposal:
    """Write the reference data of a national document; see :func:`mapping.national.proposing.propose_national`."""
    return proposing.propose_national(document, folder, _reference(references), identifier)


def read(path: Path, references: tuple[Path, ...], *, review: bool = False) -> PlanExtraction:
    """Read one plan folder; ``review`` writes its review files anew."""
    folder, reference = plan_folder.load(path), _reference(references)
    extraction = extract(folder, reference)
    if review:
        new.review(folder, extraction, reference)
    return extraction


@cache
def _reference(references: tuple[Path, ...]) -> Reference:
    return load_reference([packaged(), *references])


def _intake(folder: PlanFolder, extraction: PlanExtraction | None, doubts: Sequence[Finding]) -> Intake:
    document = folder.document.name
    if extraction is None:
        return Intake(document=document, folder=folder.path, findings=tuple(doubts))
    measures = extraction.plan.measures
    return Intake(
        document=document,
        folder=folder.path,
        measures=len(measures),
        responsibilities=sum(len(measure.responsibilities) for measure in measures),
        share=extraction.coverage.share,
        findings=(*doubts, *extraction.findings),
    )


def each(paths: Sequence[Path], task: Callable[[Path], Intake], limits: PlanLimits) -> Iterator[Intake]:
    """Yield what a task makes of each path, one after the other; one that fails is told, and the next one is next."""
    with Processes(1) as workers:
        for path in paths:
            try:
                yield workers.submit(_within, limits, task, path).result()
            except WorkerEndedError as end:
                yield Intake(document=path.name, why=making.why_ended(limits, end))


def alone(limits: PlanLimits, document: Path, task: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> _T:
    """Return what a task makes of one document, in a process with limits.

    Raises:
        MappingError: the task did.
        DocumentError: it takes more than the limits, or breaks the library that reads it.
    """
    with Processes(1) as worker:
        try:
            found = worker.submit(_bounded, limits, task, args, kwargs).result()
        except WorkerEndedError as end:
            why = making.why_ended(limits, end)
        except (MemoryError, RecursionError) as error:
            why = making.reason(error, document)
        else:
            if isinstance(found, _Refused):
                raise found.kind(found.what, where=found.where, advice=found.advice)
            return found
    what, _, advice = why.partition(". ")
    raise DocumentError(what, where=Where(document=document.name), advice=advice)


class _Refused(NamedTuple):
    """An error on its way between processes."""

    kind: type[MappingError]
    what: str
    where: Where
    advice: str


def _bounded(
    limits: PlanLimits, task: Callable[..., _T], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> _T | _Refused:
    try:
        with within(limits):
            return task(*args, **kwargs)
    except MappingError as error:
        return _Refused(type(error), error.what, error.where, error.advice)


def _within(limits: PlanLimits, task: Callable[[Path], Intake], path: Path) -> Intake:
    """Do a task in a process that has only this to do; whatever happens holds none of the other documents back."""
    try:
        with within(limits):
            return task(path)
    except Exception as error:  # noqa: BLE001 - told, as a build tells why it holds a plan back
        return Intake(document=path.name, why=making.reason(error, path))


def is_archive(path: Path) -> bool:
    """Tell whether a path is an archive of documents; Office files are archives too, but of another suffix."""
    return path.is_file() and path.suffix.lower() == ".zip"


def documents(path: Path, unpacked: Path) -> tuple[list[Path], list[Intake]]:
    """Return the documents of a folder or archive by name, and what cannot be one; archives are unpacked in ``unpacked``."""
    inside = [path] if path.is_file() else sorted(each for each in path.rglob("*") if not each.is_dir())
    found: list[Path] = []
    refused: list[Intake] = []
    for number, file in enumerate(inside):
        if is_archive(file):
            try:
                _unpack(file, unpacked / str(number), found, refused)
            except DocumentError as error:
                refused.append(Intake(document=file.name, why=str(error)))
        elif _is_document(file.relative_to(path).parts):
            _add(file, found, refused)
    return found, refused


def _add(file: Path, found: list[Path], refused: list[Intake]) -> None:
    """Add a file to the documents, or to the refused where its name says that it is none: a picture, a film."""
    suffix = file.suffix.lower()
    if suffix.isascii() and suffix and suffix not in SUFFIXES:
        why = f"files whose names end in {suffix} are not read. Save it as one of {', '.join(SUFFIXES)}."
        refused.append(Intake(document=file.name, why=why))
    else:
        found.append(file)


def _is_document(parts: Sequence[str]) -> bool:
    """Tell what somebody put there from what systems and office programs leave beside it."""
    hidden = any(part.startswith((".", "~$", "__MACOSX")) for part in parts)
    return not hidden and parts[-1].lower() not in _NO_DOCUMENTS


def _unpack(path: Path, target: Path, found: list[Path], refused: list[Intake]) -> None:
    where = Where(document=path.name)
    try:
        with ZipFile(path) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            if len(members) > MOST_DOCUMENTS or sum(member.file_size for member in members) > LARGEST_ARCHIVE:
                raise DocumentError(
                    f"the archive holds more than {MOST_DOCUMENTS:,} files or {LARGEST_ARCHIVE:,} bytes",
                    where=where,
                    advice="Make several of it, or unpack it and name the folder.",
                )
            for number, member in enumerate(members):
                name = _inside(_name(member))
                if not _is_document(name.parts):
                    continue
                if why := _unfit(member, name):
                    refused.append(Intake(document=name.name, why=f"{path.name}: {why}"))
                    continue
                (file := target / str(number) / name.name).parent.mkdir(parents=True)
                _write(archive, member, file, found, refused)
    except (BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise DocumentError(f"the archive is damaged: {error}", where=where, advice="Fetch it again.") from error


def _unfit(member: ZipInfo, name: PurePosixPath) -> str:
    if member.flag_bits & _LOCKED:
        return f"it is protected by a password. {_ANOTHER}"
    if member.file_size > LARGEST_FILE:
        return f"it has {member.file_size:,} bytes, more than the {LARGEST_FILE:,} that are read. Split it."
    return f"it is an archive in an archive. {_ANOTHER}" if name.suffix.lower() == ".zip" else ""


def _write(archive: ZipFile, member: ZipInfo, file: Path, found: list[Path], refused: list[Intake]) -> None:
    """Write a member of an archive, or say why that cannot be: each member is damaged by itself."""
    try:
        file.write_bytes(archive.read(member))
    except Exception as error:  # noqa: BLE001 - each compression has errors of its own
        refused.append(Intake(document=file.name, why=f"it cannot be unpacked: {error}. {_ANOTHER}"))
    else:
        _add(file, found, refused)


def _inside(name: str) -> PurePosixPath:
    """Return a name without the steps that would lead out of where an archive is unpacked."""
    return PurePosixPath(*(part for part in name.replace("\\", "/").split("/") if part not in {"", ".", ".."}))


def _name(member: ZipInfo) -> str:
    """Return the name of a member as who packed it wrote it: in UTF-8, or as Chinese systems write without saying so."""
    if member.flag_bits & _UTF8_NAME:
        return member.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return member.filename.encode("cp437").decode(encoding)
        except UnicodeError:
            continue
    return member.filename
