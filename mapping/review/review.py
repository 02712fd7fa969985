"""The review of one plan folder: what is doubtful, what is decided, what that changes, and back."""

from __future__ import annotations

import glob
from collections.abc import Mapping
from pathlib import Path

from mapping import new, plan_folder, readers
from mapping.alignment.alignment import Aligner
from mapping.blocks import Document
from mapping.errors import DocumentError, LayoutError, MappingError
from mapping.extract import PlanExtraction, extract
from mapping.findings import Finding
from mapping.layout import guess
from mapping.persons import mask
from mapping.plan_folder import PlanFolder
from mapping.reference.national import NationalDocument
from mapping.reference.reference import Reference
from mapping.review import files
from mapping.review.changes import Change, changed_measures, counts
from mapping.review.choices import Catalogue, Choice
from mapping.review.decisions import Decision
from mapping.review.doubts import Doubt, DoubtGroup, groups
from mapping.review.files import Snapshot
from mapping.review.offers import PlanRead
from mapping.review.plan_doubts import doubts_of
from mapping.review.words import said
from ontology import iris


class Review:
    """A plan folder under review; open it with :meth:`open`. Not for several threads at once."""

    def __init__(self, path: Path, reference: Reference) -> None:
        self.path = path
        self.reference = reference
        self._aligners: dict[str, Aligner] = {}
        self._document: tuple[str, Document] | None = None
        self._done: list[tuple[Snapshot, tuple[Decision, ...]]] = []
        self._take(self._read())

    @classmethod
    def open(cls, path: Path, reference: Reference) -> Review:
        """Read a plan folder.

        Raises:
            MappingError: there is none, or a file of the steward's does not hold together. A document that cannot be read,
                or not laid out, is a doubt.
        """
        return cls(path, reference)

    # ---- what there is ---------------------------------------------------------------------------

    @property
    def folder(self) -> PlanFolder:
        """The plan folder with its settings as they are now."""
        return self.read.folder

    @property
    def document(self) -> Document | None:
        """The document without names of persons; nothing where its file cannot be read."""
        return self.read.document

    @property
    def extraction(self) -> PlanExtraction | None:
        """What was read; nothing where the document cannot be laid out yet."""
        return self.read.extraction

    @property
    def catalogue(self) -> Catalogue:
        """All that can be chosen."""
        return self.read.catalogue

    @property
    def groups(self) -> tuple[DoubtGroup, ...]:
        """The doubts by what mends them: warnings first, then what is for information."""
        return groups(self.doubts)

    def doubt(self, key: str) -> Doubt | None:
        """Return the doubt of a key, as long as it is one."""
        return next((doubt for doubt in self.doubts if doubt.key == key), None)

    def all_choices(self, doubt: Doubt) -> tuple[Choice, ...]:
        """Return the whole list of what a doubt may be decided to, beyond its likely choices."""
        if doubt.lists == "bodies":
            return self.catalogue.bodies(doubt.names or (doubt.text,))
        if doubt.lists == "requirements" and doubt.subject:
            return self.catalogue.requirements(doubt.subject, doubt.text)
        if doubt.lists == "jurisdictions":
            return self.catalogue.jurisdictions()
        return self.catalogue.nationals() if doubt.lists == "nationals" else ()

    @property
    def can_undo(self) -> bool:
        """Whether there is a decision to take back."""
        return bool(self._done)

    # ---- what is done ----------------------------------------------------------------------------

    def decide(self, *decisions: Decision) -> Change:
        """Write decisions into the steward's files, read the plan again, and return what changed.

        Raises:
            MappingError: a decision does not hold together; then the files are as they were.
        """
        snapshot = Snapshot.of(self.folder)
        try:
            self._write_review()
            files.write(self.folder, decisions, self.catalogue.texts)
            change = self._reread(snapshot, decisions)
        except (MappingError, OSError):
            snapshot.restore()
            raise
        if change.files:
            self._done.append((snapshot, decisions))
        return change

    def undo(self) -> Change | None:
        """Take the last decisions back, byte for byte, and return what that changed; nothing where there are none."""
        if not self._done:
            return None
        now = Snapshot.of(self.folder)
        snapshot, decisions = self._done[-1]
        snapshot.restore()
        self._done.pop()
        return self._reread(now, decisions, undone=True)

    def refresh(self) -> None:
        """Read the plan again where its files are not as they were, because somebody has written into them.

        Raises :class:`MappingError` where they do not hold together.
        """
        is_new = self._document is not None and self._document[0] != _stamp(self.folder)
        if is_new or Snapshot.of(self.folder).changed(self._seen):
            self._take(self._read())

    # ---- how -------------------------------------------------------------------------------------

    def _reread(self, before: Snapshot, decisions: tuple[Decision, ...], *, undone: bool = False) -> Change:
        was, doubts = self.read.extraction, self.doubts
        names = self._names()
        self._take(self._read())
        if not undone:
            self._write_review()
        self._seen = Snapshot.of(self.folder)
        old, new = (
            {doubt.key: doubt for doubt in each if doubt.severity == "warning"} for each in (doubts, self.doubts)
        )
        return Change(
            decisions=decisions,
            files=before.changed(self._seen),
            before=counts(was, doubts),
            after=counts(self.read.extraction, self.doubts),
            measures=tuple(changed_measures(was, self.read.extraction, names | self._names())),
            mended=tuple(doubt for key, doubt in old.items() if key not in new),
            new=tuple(doubt for key, doubt in new.items() if key not in old),
            undone=undone,
        )

    def _names(self) -> dict[str, Mapping[str, str]]:
        """Return what references are called, for the list of what changed."""
        functions = {one.reference: one.label for one in self.reference.functions.values()}
        agencies = {one.reference: one.label for one in self.reference.agencies.values()}
        requirements = {each: self.catalogue.requirement_label([each]) for each in self.catalogue.texts}
        roles = {iris.role(role): said(f"role.{role}") for role in ("lead", "supporting", "responsible", "joint")}
        return functions | agencies | requirements | roles

    def _write_review(self) -> None:
        """Write both review files anew: what is decided stands under the numbers of now, what is open is asked."""
        if self.read.extraction is not None:
            new.review(self.folder, self.read.extraction, self.reference)

    def _take(self, read: PlanRead) -> None:
        self.read = read
        self._seen = Snapshot.of(self.folder)
        self.doubts: tuple[Doubt, ...] = tuple(doubts_of(read))

    def _read(self) -> PlanRead:
        folder = plan_folder.load(self.path, is_draft=True)
        settings = folder.settings
        national = self.reference.national(settings.national) if settings.national else None
        aligner = self._aligner(national)
        catalogue = Catalogue(self.reference, settings.jurisdiction, national)
        extraction, document = None, None
        try:
            document = self._original(folder)
            if settings.jurisdiction:
                extraction = extract(folder, self.reference, aligner, document)
                document, findings = extraction.document, extraction.findings
            else:
                document, findings = mask(document).document, (_no_jurisdiction(), *guess(document).doubts)
        except (DocumentError, LayoutError) as error:
            document = mask(document).document if document else None
            findings = (new.unreadable(error), *(guess(document).doubts if document else ()))
        return PlanRead(folder, document, extraction, findings, catalogue, aligner)

    def _original(self, folder: PlanFolder) -> Document:
        """Return the document, read once as long as its file is the same."""
        stamp = _stamp(folder)
        if self._document is None or self._document[0] != stamp:
            self._document = (stamp, readers.read(folder.document))
        return self._document[1]

    def _aligner(self, national: NationalDocument | None) -> Aligner | None:
        if national is None:
            return None
        if national.identifier not in self._aligners:
            self._aligners[national.identifier] = Aligner(national)
        return self._aligners[national.identifier]


def _stamp(folder: PlanFolder) -> str:
    """Return what changes with the document, or with what is kept beside it under its name."""
    files = sorted(file for file in folder.path.glob(f"{glob.escape(folder.settings.document)}*") if file.is_file())
    return " ".join(f"{file.name}:{file.stat().st_mtime_ns}" for file in files)


def _no_jurisdiction() -> Finding:
    return Finding(
        code="unknown-jurisdiction",
        message="The jurisdiction is not known: it was left open",
        advice="Write its GB/T 2260 code as jurisdiction in plan.toml.",
    )
