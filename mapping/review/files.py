"""The steward's files: as they are now, as a decision changes them, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import tomlkit
from tomlkit.exceptions import TOMLKitError

from mapping import plan_folder
from mapping.agencies import decisions as agency_decisions
from mapping.agencies.names import normalise
from mapping.alignment import sssom
from mapping.alignment.alignment import Predicate
from mapping.alignment.sssom import STEWARD, MappingDecisions, MappingRow
from mapping.errors import PlanFolderError, Where
from mapping.new import write_alignment
from mapping.plan_folder import PlanFolder
from mapping.review import toml_file
from mapping.review.decisions import AskAgain, Decision, MapText, NameBody


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The bytes of the steward's files at a time; a file that was not there has none."""

    contents: Mapping[Path, bytes | None]

    @classmethod
    def of(cls, folder: PlanFolder) -> Snapshot:
        """Return the files of a plan folder as they are."""
        files = (folder.path / plan_folder.FILE_NAME, folder.agencies, folder.alignment)
        return cls({file: file.read_bytes() if file.is_file() else None for file in files})

    def restore(self) -> None:
        """Write the files back as they were."""
        for file, content in self.contents.items():
            if content is None:
                file.unlink(missing_ok=True)
            elif not file.is_file() or file.read_bytes() != content:
                plan_folder.save(file, content)

    def changed(self, other: Snapshot) -> tuple[str, ...]:
        """Return the names of the files that another time has otherwise."""
        return tuple(file.name for file, content in self.contents.items() if other.contents.get(file) != content)


def write(folder: PlanFolder, decisions: Iterable[Decision], labels: Mapping[str, str]) -> None:
    """Write decisions into the files of a plan; ``labels`` are texts of national requirements by reference, for the reader.

    Raises:
        PlanFolderError: a file does not hold together, or a decision does not.
    """
    said = list(decisions)
    _write_toml(folder.path / plan_folder.FILE_NAME, [one for one in said if type(one) in toml_file.WRITERS])
    _write_agencies(folder.agencies, [one for one in said if isinstance(one, NameBody)])
    mapped = [one for one in said if isinstance(one, MapText | AskAgain)]
    _write_alignment(folder, mapped, labels)


def _write_toml(path: Path, decisions: Sequence[Decision]) -> None:
    if not decisions:
        return
    try:
        toml = tomlkit.parse(path.read_bytes().decode("utf-8"))
    except (TOMLKitError, UnicodeDecodeError) as error:
        raise PlanFolderError(
            f"plan.toml cannot be read: {error}", where=Where(document=str(path)), advice="Correct it by hand first."
        ) from error
    for decision in decisions:
        toml_file.WRITERS[type(decision)](toml, decision)
    plan_folder.save(path, tomlkit.dumps(toml).encode())


def _write_agencies(path: Path, decisions: Sequence[NameBody]) -> None:
    if not decisions:
        return
    about = {normalise(one.name): one for one in decisions}
    kept = [row for row in agency_decisions.decided(path) if normalise(row["name"]) not in about]
    new = [{"name": " ".join(one.name.split()), "agency": one.means} for one in about.values() if one.means]
    plan_folder.save(path, agency_decisions.table([*kept, *new]).encode())


def _write_alignment(folder: PlanFolder, decisions: Sequence[MapText | AskAgain], labels: Mapping[str, str]) -> None:
    if not decisions:
        return
    before = sssom.read(folder.alignment)
    rows = [row for row in before.rows if not any(_replaces(one, row) for one in decisions)]
    for one in decisions:
        rows += _rows(one, labels) if isinstance(one, MapText) else []
    merged = MappingDecisions(rows=tuple(rows), header=before.header)
    write_alignment(folder, merged)


def _replaces(one: MapText | AskAgain, row: MappingRow) -> bool:
    """Tell a row about the same text; what was rejected of it stays rejected, unless it is what is chosen now."""
    if row.subject != one.subject or (row.subject_label and _key(row.subject_label) != _key(one.text)):
        return False
    return not (isinstance(one, MapText) and row.rejected and row.object not in one.means)


def _key(text: str) -> str:
    return "".join(text.split())


def _rows(one: MapText, labels: Mapping[str, str]) -> list[MappingRow]:
    if not one.means:
        return [_row(one, sssom.NO_TERM, "exact", "")]
    close: list[Predicate] = ["close"] * len(one.means)
    how = (*one.how, *close)
    return [
        _row(one, reference, predicate, labels.get(reference, ""))
        for reference, predicate in dict(zip(one.means, how, strict=False)).items()
    ]


def _row(one: MapText, reference: str, predicate: Predicate, label: str) -> MappingRow:
    return MappingRow(
        subject=one.subject,
        subject_label=" ".join(one.text.split()),
        predicate=predicate,
        object=reference,
        object_label=label,
        justification="ManualMappingCuration",
        reviewer=STEWARD,
    )
