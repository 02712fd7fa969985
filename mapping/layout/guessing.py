"""What a new document probably is: its layout, title, number, dates and jurisdiction, with every doubt said."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

import cn2an  # type: ignore[import-untyped]
import msgspec

from mapping.blocks import Document, Paragraph, Place, Table
from mapping.errors import LayoutError
from mapping.findings import Finding
from mapping.layout.entries import lay_out
from mapping.layout.furniture import furniture
from mapping.layout.prose.kinds import count
from mapping.layout.reading import LayoutReading
from mapping.layout.rules import Columns, Kind, LayoutRules, Role
from mapping.layout.signatories import lines_before_date, signed_date
from mapping.layout.statements import lead_rules
from mapping.layout.tables.columns import first_header, header_at, is_header, with_requirement
from mapping.layout.titles import PLACE, title_of
from mapping.parsers.agencies import parse
from mapping.parsers.lead_rule import WORDING

NUMBER = re.compile(r"[\u4e00-\u9fff]{2,14}\s*[〔\[［（(【]\s*\d{4}\s*[〕\]］）)】]\s*第?\s*\d+\s*号")
"""A document's number (文号): 国办发〔2018〕129号."""
_ISSUED = re.compile(r"(?P<date>\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)\s*印发$")
_DATE = re.compile(
    r"([\d〇○零一二三四五六七八九]{4})\s*年\s*([\d一二三四五六七八九十]+)\s*月\s*([\d一二三四五六七八九十]+)\s*日"
)
_SHORTEST_MEASURE = 6
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


class LayoutGuess(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was guessed, to be confirmed by a person.

    ``numbers`` are the 文号 that stand alone in a line, ``jurisdictions`` the names of places that the title and
    the first lines begin with, likeliest first. What the document does not say is absent. ``doubts`` name what to
    look at.
    """

    rules: LayoutRules
    title: Place | None = None
    numbers: tuple[str, ...] = ()
    date_document: dt.date | None = None
    date_publication: dt.date | None = None
    jurisdictions: tuple[str, ...] = ()
    doubts: tuple[Finding, ...] = ()


def guess(document: Document, points: Sequence[str] = ()) -> LayoutGuess:
    """Guess how a document is laid out and what it says of itself. Nothing is refused: what fails is a doubt.

    ``points`` are the titles of the national document's points, as for :func:`mapping.layout.lay_out`.
    """
    doubts: list[Finding] = []
    title = title_of(document)
    published = next(_matches(document, _ISSUED), None)
    signed = signed_date(document)
    return LayoutGuess(
        rules=_rules(document, points, doubts),
        title=title,
        numbers=tuple(dict.fromkeys(_numbers(document))),
        date_document=iso_date(document.at(signed)) if signed else None,
        date_publication=iso_date(published["date"]) if published else None,
        jurisdictions=tuple(dict.fromkeys(_jurisdictions(document, title))),
        doubts=tuple(doubts),
    )


def iso_date(text: str) -> dt.date | None:
    """Return the date that a text begins with, in digits or Chinese numerals; ``None`` if it is none."""
    match = _DATE.match(text)
    if not match:
        return None
    year = int(match[1].translate(_DIGITS))
    month, day = (int(part) if part.isdecimal() else int(cn2an.cn2an(part, "smart")) for part in (match[2], match[3]))
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _rules(document: Document, points: Sequence[str], doubts: list[Finding]) -> LayoutRules:
    unknown: list[Finding] = []
    columns = _columns(document, unknown)
    kind = _kind(document, columns, doubts)
    has_tables = kind in ("table", "mixed")
    doubts += unknown if has_tables else []
    rules = LayoutRules(
        kind=kind,
        columns=columns if has_tables else Columns(),
        signatories="lines-before-date" if lines_before_date(document) else "none",
        lead_by_position=_lead_by_position(document, doubts),
    )
    return _numbering(document, rules, points, doubts)


def _lead_by_position(document: Document, doubts: list[Finding]) -> bool | str:
    """Return how the document says who leads without the word; that it holds for all is a doubt."""
    stated = next(lead_rules(document), None)
    if stated is None or stated.rule.typeface:
        return False
    doubts.append(
        Finding(
            code="lead-by-position",
            message=f"“{document.at(stated.place)[:60]}” was taken for a rule of all measures: {WORDING[stated.rule.how]}",
            advice="Remove `lead_by_position` under [layout] if the sentence does not hold for all measures.",
            place=stated.place,
            text=document.at(stated.place),
        )
    )
    return stated.setting


def _numbering(document: Document, rules: LayoutRules, points: Sequence[str], doubts: list[Finding]) -> LayoutRules:
    """Return the rules with the numbering under which fewer serials stand twice; what cannot be read at all is a doubt."""
    try:
        reading = lay_out(document, rules, points)
        if twice := _twice(reading):
            restarting = msgspec.structs.replace(rules, numbering="restarts")
            other = lay_out(document, restarting, points)
            rules, reading = (restarting, other) if _twice(other) < twice else (rules, reading)
    except LayoutError as error:
        doubts.append(Finding(code="unreadable", message=f"{error.where}: {error.what}", advice=error.advice))
        return rules
    known = {(finding.code, finding.text) for finding in doubts}
    doubts.extend(finding for finding in reading.findings if (finding.code, finding.text) not in known)
    return rules


def _twice(reading: LayoutReading) -> int:
    return sum(finding.code == "serial-twice" for finding in reading.findings)


def _kind(document: Document, columns: Columns, doubts: list[Finding]) -> Kind:
    """Return the layout that the document speaks for: of tables, of paragraphs, or of both."""
    if any(_is_of_measures(document, table, columns) for table in _tables(document)):
        return "mixed" if _has_measures_beside(document, columns) else "table"
    left_out = furniture(document)
    said = count(document, [block for block in document.blocks if block.place.block not in left_out])
    if said.fields or said.brackets:
        return said.kind
    if _can_be_read(document, LayoutRules(kind="paragraphs")):
        return "paragraphs"
    doubts.append(
        Finding(
            code="no-layout",
            message="No responsibilities are named: neither a table with known headers nor a responsibility text was found.",
            advice="Check that this is the right document; if it has a table, name its columns in [layout.columns].",
        )
    )
    return "paragraphs"


def _can_be_read(document: Document, rules: LayoutRules) -> bool:
    try:
        return bool(lay_out(document, rules).entries)
    except LayoutError:
        return False


def _has_measures_beside(document: Document, columns: Columns) -> bool:
    """Tell whether texts outside the tables that name bodies close measures: more than a few words stand before one."""
    try:
        reading = lay_out(document, LayoutRules(kind="table", columns=columns))
    except LayoutError:
        return False
    unread = [finding.place for finding in reading.findings if finding.code == "unread-bodies" and finding.place]
    starts = {block.place.block: block.place.start for block in document.blocks}
    return any(place.start - starts[place.block] >= _SHORTEST_MEASURE for place in unread) or len(unread) > 1


def _tables(document: Document) -> Iterator[Table]:
    return (block for block in document.blocks if isinstance(block, Table))


def _is_of_measures(document: Document, table: Table, columns: Columns) -> bool:
    first = first_header(document, table, columns)
    header = header_at(document, table, first, columns) if first is not None else None
    return header is not None and header.is_of_measures


def _header(document: Document, table: Table) -> Sequence[Place]:
    return next((row.cells for row in table.rows[:4] if is_header(document, row, Columns())), ())


def _columns(document: Document, doubts: list[Finding]) -> Columns:
    """Return the headers by role; an unknown one is guessed by what stands below it."""
    named: dict[Role, dict[str, None]] = {}
    for table in _tables(document):
        header = _header(document, table)
        roles = with_requirement([Columns().role_of(document.at(cell)) for cell in header])
        for at, (cell, known) in enumerate(zip(header, roles, strict=True)):
            text = document.at(cell)
            role = known if text else None
            if text and role is None:
                has_measure = "measure" in named or "measure" in roles or "detail" in roles
                role = _role_by_content(document, table, at, text, has_measure=has_measure)
                doubts.append(
                    Finding(
                        code="unknown-header",
                        message=f"The header “{text}” is unknown; it was taken for `{role}`.",
                        advice="Correct it under [layout.columns] if that is wrong.",
                        place=cell,
                        text=text,
                    )
                )
            if role:
                named.setdefault(role, {})[text] = None
    return msgspec.convert({role: tuple(words) for role, words in named.items()}, Columns)


def _role_by_content(document: Document, table: Table, at: int, name: str, *, has_measure: bool) -> Role:
    texts = [document.at(row.cells[at]) for row in table.rows[1:] if at < len(row.cells)]
    filled = [text for text in texts if text]
    if filled and sum(map(_is_list_of_bodies, filled)) * 2 > len(filled):
        return "responsibility"
    if name.endswith("名称") and not has_measure:
        return "measure"
    is_long = sum(map(len, filled)) > 15 * max(len(filled), 1)
    return "measure" if is_long and not has_measure else "ignore"


def _is_list_of_bodies(text: str) -> bool:
    """Tell a cell that names bodies and holds little else."""
    bodies = parse(text).bodies
    return bool(bodies) and sum(len(body.name) for body in bodies) * 10 >= len(text) * 6


def _numbers(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Paragraph) and NUMBER.fullmatch(document.at(block.place)):
            yield document.at(block.place)


def _matches(document: Document, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    for block in document.blocks:
        match = pattern.search(document.at(block.place)) if isinstance(block, Paragraph) else None
        if match:
            yield match


def _jurisdictions(document: Document, title: Place | None) -> Iterator[str]:
    first = [block.place for block in document.blocks if isinstance(block, Paragraph)][:8]
    for place in [*([title] if title else []), *first]:
        match = PLACE.match(document.at(place).removeprefix("关于"))
        if match:
            yield match[1]
