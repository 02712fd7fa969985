"""The steward's file ``alignment.sssom.tsv``: what plan texts mean nationally.

The machine proposes, people decide.

The file is SSSOM/TSV: a header of YAML in lines that begin with ``#``, then a table. A row is *confirmed* when its
justification is ``semapv:ManualMappingCuration`` or ``semapv:MappingReview``, or when it has a ``reviewer_id``; it is
*rejected* when its ``predicate_modifier`` is ``Not``. Any other row is a proposal, made again at every reading of the
plan. Authors and reviewers are roles (``role:steward``), never persons.

See https://mapping-commons.github.io/sssom/spec-formats-tsv/.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Literal

import msgspec

from mapping.alignment.alignment import PREDICATES, Alignment, Predicate
from mapping.errors import PlanFolderError, Where
from ontology.curies import expanded
from ontology.iris import DEFAULT_BASE, DEFAULT_VOCABULARY, PREFIX, Iris

NO_TERM = "https://w3id.org/sssom/NoTermFound"
"""The object of a row that says: this text means nothing nationally, or nothing was found."""
STEWARD = f"{PREFIX}role/steward"

_PREFIXES = {
    "data": DEFAULT_BASE,
    "pg": DEFAULT_VOCABULARY,
    "role": f"{DEFAULT_VOCABULARY}role/",
    "semapv": "https://w3id.org/semapv/vocab/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "sssom": "https://w3id.org/sssom/",
}
_COLUMNS = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "predicate_modifier",
    "object_id",
    "object_label",
    "mapping_justification",
    "author_id",
    "reviewer_id",
    "confidence",
    "comment",
)
_REQUIRED = ("subject_id", "predicate_id", "object_id", "mapping_justification")
_CURATED = "ManualMappingCuration"
_CURATION = frozenset({_CURATED, "MappingReview"})
_BY_LIKENESS = "LexicalSimilarityThresholdMatching"
_BY_THE_DEFAULT_BASES = Iris()
_HEADER = re.compile(r"#\s?(?P<indent>\s*)(?P<name>[^\s:#][^:]*):(?:\s+(?P<value>.*))?$")
_DIGITS = re.compile(r"(\d+)")

Decision = Literal["confirmed", "rejected", "proposed"]


class MappingRow(msgspec.Struct, frozen=True, kw_only=True):
    """One mapping. ``subject``, ``object``, ``author`` and ``reviewer`` are references (see :mod:`ontology.iris`).

    ``justification`` is a local name in ``semapv:``; ``confidence`` a decimal string; ``other`` holds the columns
    that are not ours, as they are.
    """

    subject: str
    predicate: Predicate
    object: str
    justification: str
    subject_label: str = ""
    object_label: str = ""
    rejected: bool = False
    author: str | None = None
    reviewer: str | None = None
    confidence: str | None = None
    comment: str | None = None
    other: tuple[tuple[str, str], ...] = ()

    @property
    def decision(self) -> Decision:
        """Whether a person confirmed or rejected the row, or the machine only proposes it."""
        if self.rejected:
            return "rejected"
        said = self.reviewer or self.justification in _CURATION or self.is_filled_in
        return "confirmed" if said else "proposed"

    @property
    def is_filled_in(self) -> bool:
        """Whether a person wrote an object into a row that had none: the machine gives a confidence with every likeness."""
        return self.object != NO_TERM and self.justification == _BY_LIKENESS and self.confidence is None


class MappingDecisions(msgspec.Struct, frozen=True, kw_only=True):
    """The rows of a file, and the scalar slots of its header as they are (``license``, ``mapping_set_id``, …)."""

    rows: tuple[MappingRow, ...] = ()
    header: tuple[tuple[str, str], ...] = ()

    def decide(self, subject: str, machine: Sequence[Alignment]) -> tuple[Alignment, ...]:
        """Return what a subject means: a person's rows alone where one confirmed any, else the machine's but the
        rejected.

        A confirmed row whose object is ``sssom:NoTermFound`` says that the subject means nothing nationally.
        """
        rows = [row for row in self.rows if row.subject == subject]
        rejected = {row.object for row in rows if row.decision == "rejected"}
        confirmed = [row for row in rows if row.decision == "confirmed" and row.object not in rejected]
        if confirmed:
            return tuple(_alignment(row) for row in confirmed if row.object != NO_TERM)
        return tuple(alignment for alignment in machine if alignment.target not in rejected)

    def subjects(self) -> frozenset[str]:
        """Return the subjects of which a person has said what they mean, or that they mean nothing nationally."""
        return frozenset(row.subject for row in self.rows if row.decision == "confirmed")


def _alignment(row: MappingRow) -> Alignment:
    return Alignment(
        target=row.object,
        confidence=row.confidence or "1.00",
        predicate=row.predicate,
        justification=_CURATED if row.is_filled_in else row.justification,
        comment=row.comment,
        reviewer=row.reviewer or row.author or STEWARD,
    )


def proposals(
    subject: str, label: str, alignments: Sequence[Alignment], guesses: Sequence[str] = ()
) -> list[MappingRow]:
    """Return the rows that propose what the machine found; one with ``sssom:NoTermFound`` where it found nothing.

    That one says in SSSOM's column ``other`` what was nearest (``guesses``), which is no part of what is published.
    """
    if not alignments:
        nearest = (("other", "|".join(f"nearest={guess}" for guess in guesses)),) if guesses else ()
        row = MappingRow(
            subject=subject, subject_label=label, predicate="exact", object=NO_TERM, justification=_BY_LIKENESS
        )
        return [msgspec.structs.replace(row, other=nearest)]
    return [
        MappingRow(
            subject=subject,
            subject_label=label,
            predicate=alignment.predicate,
            object=alignment.target,
            justification=alignment.justification,
            confidence=alignment.confidence,
            comment=alignment.comment,
        )
        for alignment in alignments
    ]


def merge(machine: Iterable[MappingRow], steward: MappingDecisions) -> MappingDecisions:
    """Return the steward's decisions, word for word, with the machine's proposals for what they leave open.

    A subject with a confirmed row gets no proposal, and a rejected pair of subject and object is never proposed
    again. Old proposals go: the machine makes its own anew.
    """
    decided = [row for row in steward.rows if row.decision != "proposed"]
    closed = {row.subject for row in decided if row.decision == "confirmed"}
    rejected = {(row.subject, row.object) for row in decided}
    proposed = [row for row in machine if row.subject not in closed and (row.subject, row.object) not in rejected]
    return MappingDecisions(rows=tuple(sorted((*decided, *proposed), key=_order)), header=steward.header)


def _order(row: MappingRow) -> tuple[object, ...]:
    numbers_as_numbers = [(int(part), "") if part.isdecimal() else (-1, part) for part in _DIGITS.split(row.subject)]
    return (numbers_as_numbers, row.object, row.rejected, msgspec.json.encode(row))


# ---- writing -------------------------------------------------------------------------------------


def render(decisions: MappingDecisions, *, mapping_set_id: str, license: str) -> str:  # noqa: A002 - SSSOM calls it so
    """Return the file's text, the same for the same rows in any order; both arguments give way to the header's own."""
    slots = {"mapping_set_id": mapping_set_id, "license": license, **dict(decisions.header)}
    out = io.StringIO()
    for name, value in slots.items():
        out.write(f"#{name}: {value}\n")
    out.write("#curie_map:\n")
    for prefix, iri in sorted(_PREFIXES.items()):
        out.write(f'#  {prefix}: "{iri}"\n')
    rows = sorted(decisions.rows, key=_order)
    others = sorted({name for row in rows for name, _ in row.other})
    table = csv.DictWriter(out, [*_COLUMNS, *others], delimiter="\t", lineterminator="\n", restval="")
    table.writeheader()
    table.writerows(_cells(row) for row in rows)
    return out.getvalue()


def _cells(row: MappingRow) -> dict[str, str]:
    return {
        **dict(row.other),
        "subject_id": _curie(row.subject),
        "subject_label": _one_line(row.subject_label),
        "predicate_id": f"skos:{row.predicate}Match",
        "predicate_modifier": "Not" if row.rejected else "",
        "object_id": _curie(row.object),
        "object_label": _one_line(row.object_label),
        "mapping_justification": f"semapv:{row.justification}",
        "author_id": _curie(row.author) if row.author else "",
        "reviewer_id": _curie(row.reviewer) if row.reviewer else "",
        "confidence": row.confidence or "",
        "comment": _one_line(row.comment or ""),
    }


def _curie(reference: str) -> str:
    iri = _BY_THE_DEFAULT_BASES.absolute(reference)
    for prefix, start in sorted(_PREFIXES.items(), key=lambda item: -len(item[1])):
        if iri.startswith(start):
            return f"{prefix}:{iri.removeprefix(start)}"
    return iri


def _one_line(text: str) -> str:
    return " ".join(text.split())


# ---- reading -------------------------------------------------------------------------------------


def read(path: Path) -> MappingDecisions:
    """Return the decisions in a file; none where there is no file.

    Raises
    ------
    PlanFolderError
        The file is not SSSOM/TSV that can be understood; the message names the line and what to do.
    """
    if not path.is_file():
        return MappingDecisions()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise PlanFolderError(
            f"the file is not UTF-8 (byte {error.start})",
            advice="Save it as “CSV UTF-8” or as UTF-8 text with tabs.",
            where=Where(document=path.name),
        ) from error
    return parse(text, name=path.name)


def parse(text: str, *, name: str = "alignment.sssom.tsv") -> MappingDecisions:
    """Return the decisions in a text; ``name`` is for error messages, which are those of :func:`read`."""
    lines = text.splitlines()
    comments = [line.rstrip("\t") for line in lines if line.startswith("#")]
    header, prefixes = _header(comments, name)
    first = next((number for number, line in enumerate(lines) if line.strip() and not line.startswith("#")), len(lines))
    table = csv.reader(lines[first:], delimiter="\t")
    columns = [column.strip() for column in next(table, [])]
    if columns:
        _check_columns(columns, name, first + 1)
    try:
        rows = [
            _TableLine(name, first + table.line_num, columns, cells, prefixes).row()
            for cells in table
            if any(cell.strip() for cell in cells) and not cells[0].startswith("#")
        ]
    except csv.Error as error:
        raise _error(
            name, first + table.line_num, str(error), "Save the table again with tabs between its cells."
        ) from error
    return MappingDecisions(rows=tuple(rows), header=header)


def _header(comments: Sequence[str], name: str) -> tuple[tuple[tuple[str, str], ...], dict[str, str]]:
    """Return the scalar slots and the prefixes of a header. Blocks other than ``curie_map`` are not ours to write."""
    slots: list[tuple[str, str]] = []
    prefixes = dict(_PREFIXES)
    block = ""
    for number, comment in enumerate(comments, 1):
        found = _HEADER.match(comment)
        if not found:
            if comment.strip("# \t"):
                raise _error(
                    name, number, f"{comment!r} is not “#slot: value”", "Write one slot a line, as SSSOM does."
                )
            continue
        value = (found["value"] or "").strip()
        if not found["indent"]:
            block = "" if value else found["name"].strip()
            slots += [(found["name"].strip(), value)] if value else []
        elif block == "curie_map":
            prefixes[found["name"].strip().strip("\"'")] = value.strip("\"'")
    return tuple(slots), prefixes


def _check_columns(columns: Sequence[str], name: str, line: int) -> None:
    missing = [column for column in _REQUIRED if column not in columns]
    if missing:
        raise _error(
            name, line, f"the table lacks {', '.join(missing)}", "Put a tab between columns, and name them all."
        )
    repeated = sorted({column for column in columns if columns.count(column) > 1})
    if repeated:
        raise _error(name, line, f"{', '.join(repeated)} stands twice", "Keep one column of each name.")


def _error(name: str, line: int, what: str, advice: str, text: str = "") -> PlanFolderError:
    return PlanFolderError(f"line {line}: {what}", advice=advice, where=Where(document=name, text=text))


class _TableLine(msgspec.Struct, frozen=True):
    """A line of the table, with what an error message needs."""

    name: str
    number: int
    columns: Sequence[str]
    cells: Sequence[str]
    prefixes: dict[str, str]

    def row(self) -> MappingRow:
        if len(self.cells) > len(self.columns) and any(self.cells[len(self.columns) :]):
            raise self._wrong(
                f"{len(self.cells)} cells under {len(self.columns)} columns", "Remove the tabs inside a text."
            )
        values = {column: cell.strip() for column, cell in zip(self.columns, self.cells, strict=False)}
        for column in _REQUIRED:
            if not values.get(column):
                raise self._wrong(f"{column} is empty", "Fill it in, or delete the row.")
        return MappingRow(
            subject=self._reference(values["subject_id"]),
            subject_label=values.get("subject_label", ""),
            predicate=self._predicate(values["predicate_id"]),
            object=self._reference(values["object_id"]),
            object_label=values.get("object_label", ""),
            justification=self._justification(values["mapping_justification"]),
            rejected=self._rejected(values.get("predicate_modifier", "")),
            author=self._role(values.get("author_id", "")),
            reviewer=self._role(values.get("reviewer_id", "")),
            confidence=self._confidence(values.get("confidence", "")),
            comment=values.get("comment") or None,
            other=tuple((c, v) for c, v in values.items() if c not in _COLUMNS and v),
        )

    def _wrong(self, what: str, advice: str) -> PlanFolderError:
        return _error(self.name, self.number, what, advice, text=" ".join(self.cells)[:80])

    def _reference(self, curie: str) -> str:
        if re.match(r"https?://", curie):
            return _BY_THE_DEFAULT_BASES.reference(curie)
        found = None if curie.endswith(":") else expanded(curie, self.prefixes)
        if found is None:
            known = ", ".join(f"{prefix}:" for prefix in sorted(self.prefixes))
            raise self._wrong(
                f"{curie!r} is no identifier here", f"Write it with one of {known} or add its prefix to curie_map."
            )
        return _BY_THE_DEFAULT_BASES.reference(found)

    def _predicate(self, curie: str) -> Predicate:
        found = PREDICATES.get(curie)
        if found is None:
            raise self._wrong(f"predicate_id is {curie!r}", f"Use one of {', '.join(PREDICATES)}.")
        return found

    def _justification(self, curie: str) -> str:
        if not re.fullmatch(r"semapv:[A-Za-z]+", curie):
            raise self._wrong(
                f"mapping_justification is {curie!r}", "Write semapv:ManualMappingCuration for your own rows."
            )
        return curie.removeprefix("semapv:")

    def _rejected(self, modifier: str) -> bool:
        if modifier not in {"", "Not"}:
            raise self._wrong(f"predicate_modifier is {modifier!r}", "Write Not to reject the row, or leave it empty.")
        return modifier == "Not"

    def _role(self, curie: str) -> str | None:
        if not curie:
            return None
        role = self._reference(curie)
        if not role.startswith(f"{PREFIX}role/"):
            raise self._wrong(f"{curie!r} is not a role", "Persons are not published: write role:steward.")
        return role

    def _confidence(self, value: str) -> str | None:
        if not value:
            return None
        try:
            number = Decimal(value)
        except InvalidOperation:
            number = Decimal(-1)
        if not (number.is_finite() and 0 <= number <= 1):
            raise self._wrong(f"confidence is {value!r}", "Write a number from 0 to 1, such as 0.85.")
        return f"{number:f}"


__all__ = ["NO_TERM", "STEWARD", "MappingDecisions", "MappingRow", "merge", "parse", "proposals", "read", "render"]
