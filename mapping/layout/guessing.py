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
from mapping.layout.columns import is_header, with_requirement
from mapping.layout.entries import lay_out
from mapping.layout.fields import split_fields
from mapping.layout.headings import level_of
from mapping.layout.rules import Columns, Kind, LayoutRules, Role
from mapping.layout.signatories import lines_before_date, signed_date
from mapping.layout.statements import lead_rules
from mapping.parsers.agencies import find_responsibilities, parse
from mapping.parsers.lead_rule import WORDING

_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,14}\s*[〔\[［（(【]\s*\d{4}\s*[〕\]］）)】]\s*第?\s*\d+\s*号")
_ISSUED = re.compile(r"(?P<date>\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)\s*印发$")
_DATE = re.compile(
    r"([\d〇○零一二三四五六七八九]{4})\s*年\s*([\d一二三四五六七八九十]+)\s*月\s*([\d一二三四五六七八九十]+)\s*日"
)
_KIND_OF_DOCUMENT = re.compile(
    r"(?:方案|意见|措施|计划|分工|清单|办法|任务|举措|细则|规划|政策|分解表|分工表|一览表)(?:[（(].{1,12}[）)])?$"
)
_PLACE = re.compile(r"(?:中共)?([\u4e00-\u9fff]{1,10}?(?:特别行政区|自治区|自治州|自治县|省|市|州|盟|县|旗|区))")
_NOTICE = re.compile(r"关于(?:印发|转发|下发)[《<]?([^《》<>]{6,90}?)[》>]?的通知$")
_ISSUER = re.compile(r"[\u4e00-\u9fff]{2,30}(?:政府|办公厅|办公室|厅|局|委|委员会)")
_SHORTEST_TITLE, _LONGEST_TITLE = 4, 90
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


class Guess(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
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


def guess(document: Document, points: Sequence[str] = ()) -> Guess:
    """Guess how a document is laid out and what it says of itself. Nothing is refused: what fails is a doubt.

    ``points`` are the titles of the national document's points, as for :func:`mapping.layout.lay_out`.
    """
    doubts: list[Finding] = []
    title = _title(document)
    published = next(_matches(document, _ISSUED), None)
    signed = signed_date(document)
    return Guess(
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
    found = _DATE.match(text)
    if not found:
        return None
    year = int(found[1].translate(_DIGITS))
    month, day = (int(part) if part.isdecimal() else int(cn2an.cn2an(part, "smart")) for part in (found[2], found[3]))
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _rules(document: Document, points: Sequence[str], doubts: list[Finding]) -> LayoutRules:
    kind = _kind(document, doubts)
    rules = LayoutRules(
        kind=kind,
        columns=_columns(document, doubts) if kind == "table" else Columns(),
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
    """Return the rules with the numbering under which the document can be read; if neither works, say why."""
    fault: LayoutError | None = None
    for numbering in ("continuous", "restarts"):
        tried = msgspec.structs.replace(rules, numbering=numbering)
        try:
            reading = lay_out(document, tried, points)
        except LayoutError as error:
            fault = fault or error
        else:
            doubts.extend(reading.findings)
            return tried
    if fault is not None:
        doubts.append(Finding(code="unreadable", message=f"{fault.where}: {fault.what}", advice=fault.advice))
    return rules


def _kind(document: Document, doubts: list[Finding]) -> Kind:
    """Return the layout that most of the document speaks for."""
    if any(_header(document, table) for table in _tables(document)):
        return "table"
    paragraphs = [block.place for block in document.blocks if isinstance(block, Paragraph)]
    fields = sum(_is_field_line(document, place) for place in paragraphs)
    brackets = sum(len(find_responsibilities(document.at(place))) for place in paragraphs) - fields
    if fields or brackets > 0:
        return "items" if fields > brackets else "paragraphs"
    doubts.append(
        Finding(
            code="no-layout",
            message="Neither a table with known headers nor a responsibility text was found.",
            advice="Check that this is the right document; if it has a table, name its columns in [layout.columns].",
        )
    )
    return "table"


def _is_field_line(document: Document, place: Place) -> bool:
    before, fields = split_fields(document, place, Columns())
    return bool(fields) and before.start == before.end and document.at(place)[0] not in "(（【〔["


def _tables(document: Document) -> Iterator[Table]:
    return (block for block in document.blocks if isinstance(block, Table))


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
                role = _role_by_content(document, table, at, has_measure="measure" in named)
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


def _role_by_content(document: Document, table: Table, at: int, *, has_measure: bool) -> Role:
    texts = [document.at(row.cells[at]) for row in table.rows[1:] if at < len(row.cells)]
    filled = [text for text in texts if text]
    bodies = sum(bool(parse(text).bodies) and not parse(text).names_no_agency for text in filled)
    if filled and bodies * 2 > len(filled) and max(map(len, filled)) < 200:
        return "responsibility"
    is_long = sum(map(len, filled)) > 15 * max(len(filled), 1)
    return "measure" if is_long and not has_measure else "ignore"


def _title(document: Document) -> Place | None:
    """Return the line that is named like a plan: the last one above the first table, else the first one.

    Where no line is, what the covering notice says it issues (关于印发…方案的通知).
    """
    paragraphs = [block for block in document.blocks if isinstance(block, Paragraph)]
    candidates = [block for block in paragraphs if _is_title(document, block)]
    first_table = next((table.place.start for table in _tables(document)), None)
    above = [block for block in candidates if first_table is not None and block.place.end <= first_table]
    chosen = above[-1] if above else next(iter(candidates), None)
    if chosen is None:
        return next((place for block in paragraphs if (place := _issued(document, block))), None)
    return _with_issuer(document, chosen, paragraphs[paragraphs.index(chosen) - 1 : paragraphs.index(chosen)])


def _is_title(document: Document, paragraph: Paragraph) -> bool:
    text = document.at(paragraph.place)
    named = _SHORTEST_TITLE <= len(text) <= _LONGEST_TITLE and _KIND_OF_DOCUMENT.search(text) is not None
    return named and level_of(text) is None and not any(mark in text for mark in "：:>»›|｜")


def _issued(document: Document, paragraph: Paragraph) -> Place | None:
    found = _NOTICE.search(document.at(paragraph.place))
    return paragraph.place.part(*found.span(1)) if found else None


def _with_issuer(document: Document, title: Paragraph, before: Sequence[Paragraph]) -> Place:
    """Return the title with the line before it, where that is the issuer's name and the title goes on with 关于."""
    for above in before:
        issuer = document.at(above.place)
        if document.at(title.place).startswith("关于") and parse(issuer).bodies and _ISSUER.fullmatch(issuer):
            return above.place.part(0, title.place.end - above.place.start)
    text = document.at(title.place)
    return title.place.part(len(text) - len(text.lstrip("# ")), len(text))  # Markdown marks its headings


def _numbers(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Paragraph) and _NUMBER.fullmatch(document.at(block.place)):
            yield document.at(block.place)


def _matches(document: Document, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    for block in document.blocks:
        found = pattern.search(document.at(block.place)) if isinstance(block, Paragraph) else None
        if found:
            yield found


def _jurisdictions(document: Document, title: Place | None) -> Iterator[str]:
    first = [block.place for block in document.blocks if isinstance(block, Paragraph)][:8]
    for place in [*([title] if title else []), *first]:
        found = _PLACE.match(document.at(place).removeprefix("关于"))
        if found:
            yield found[1]
