"""``policygraph new --national``: a file of reference data from a national document, with what a person should look at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mapping import readers
from mapping.agencies.resolution import resolve
from mapping.blocks import Document, Paragraph, Place, Table
from mapping.comparable import letters
from mapping.errors import CuratedDataError, LayoutError, Where
from mapping.findings import Finding
from mapping.layout.furniture import findings_of_furniture, furniture, text_paragraphs
from mapping.layout.signatories import signature_blocks, signed_date
from mapping.national import sentences
from mapping.national.divisions import is_numbered
from mapping.national.letterhead import Letterhead, is_about, letterhead
from mapping.national.outline import Outline, outline
from mapping.national.turtle import NationalDraft, turtle
from mapping.persons.masking import mask
from mapping.reference.reference import CENTRE, Reference
from ontology.iris import slug

_ANNEX = re.compile(r"附\s*[件录表]\s*(?:[\d一二三四五六七八九十]{0,3})\s*(?:[：:.．、].*)?")
_NUMBER = re.compile(r"(\D+)(\d{4})(\d+)号")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SUBJECT = re.compile(r"^.*?关于(?:印发)?《?|的(?:意见|通知|决定|方案)》?.*$")
_SHORTEST = 10
_FEW = 3
_FOLDER = "national"


@dataclass(frozen=True, slots=True)
class NationalProposal:
    """A national document that was written to ``path``; ``findings`` are what a person should look at."""

    path: Path
    draft: NationalDraft
    outline: Outline
    findings: tuple[Finding, ...]


def propose_national(
    document: Path, folder: Path, reference: Reference, identifier: str | None = None
) -> NationalProposal:
    """Write ``national/<id>.ttl`` below a folder of reference data for a national document.

    Raises the reader's errors; :class:`LayoutError` for what has no title or no parts, all that is wrong at once; and
    :class:`CuratedDataError` where the document, or its id, is there already.
    """
    read = mask(readers.read(document)).document
    head, outlined, paragraphs = _read(read, reference)
    name = identifier or _identifier(head)
    path = folder / _FOLDER / f"{name}.ttl"
    _check_new(name, head, path, reference)
    issuers, unknown = _issuers(head, reference)
    rest = (
        *_of_a_place(head, reference),
        *outlined.findings,
        *_left_out(read, paragraphs),
        *unknown,
        *_unsaid(head, identifier, name),
    )
    findings = tuple(sorted(rest, key=lambda finding: finding.severity == "info"))
    draft = NationalDraft(name, head, outlined.parts, issuers, tuple(_gaps(head, unknown)), (read.name, read.sha256))
    path.parent.mkdir(parents=True, exist_ok=True)
    doubts = [finding for finding in findings if finding.severity == "warning"]
    path.write_text(turtle(draft, doubts), encoding="utf-8")
    return NationalProposal(path, draft, outlined, findings)


def _read(document: Document, reference: Reference) -> tuple[Letterhead, Outline, list[Paragraph]]:
    """Return what a document says of itself, its parts, and the paragraphs that these were read from.

    Raises one error with everything that is missing.
    """
    problems: list[tuple[str, str]] = []
    head = letterhead(document, lambda name: _central(name, reference) is not None)
    if head is None:
        what = "no title was found: no line above the first part is named like a document (…意见, …方案, …的通知)"
        problems.append((what, "Write the title as a line of its own above the text."))
    outlined, paragraphs = None, body(document, head.begins if head else 0)
    try:
        outlined = outline(document, paragraphs)
    except LayoutError as error:
        problems.append((error.what, error.advice))
    else:
        problems += _empty(outlined)
    if problems or head is None or outlined is None:
        whats, advice = zip(*problems, strict=True)
        raise LayoutError("; ".join(whats), where=Where(document=document.name), advice=" ".join(advice))
    return head, outlined, paragraphs


def _empty(found: Outline) -> Iterator[tuple[str, str]]:
    if not any("。" in text for point in found.points for text in point.requirements):
        advice = "Look whether this is the whole document and not its contents; a sentence ends with 。"
        yield "the numbered headings hold no sentence", advice


def body(document: Document, begins: int) -> list[Paragraph]:
    """Return the paragraphs of a document after its title: up to who signs, or to what is annexed."""
    signing, signed = signature_blocks(document), signed_date(document)
    after = [block for block in text_paragraphs(document) if block.place.start >= begins]
    first = next((at for at, one in enumerate(after) if is_numbered(document.at(one.place))), 0)
    before_signatures = after[:first]
    for one in after[first:]:
        text = document.at(one.place).strip()
        if one.place.block in signing or _ANNEX.fullmatch(text) or one.place == signed:
            break
        before_signatures.append(one)
    return before_signatures


def _left_out(document: Document, read: Sequence[Paragraph]) -> Iterator[Finding]:
    """Yield what of a document is in no part: what stands around it, below it, in tables, and who is responsible."""
    last = read[-1].place.end if read else 0
    numbers = sum(sentences.brackets(document.at(one.place)) for one in read)
    if numbers:
        yield Finding(
            code="responsible-bodies",
            message=f"{numbers} texts say who is responsible at the centre; the data of a national document do not hold that",
            advice="Nothing has to be done.",
            severity="info",
        )
    inside = "".join(letters(document.at(one.place)) for one in read)
    yield from (_table(document, block, inside) for block in document.blocks if isinstance(block, Table))
    below = [block.place for block in text_paragraphs(document) if block.place.start >= last]
    yield from _below(document, below, inside)
    yield from findings_of_furniture(document, document.blocks, furniture(document))
    for omission in document.omissions:
        page = f"Page {omission.page} " if omission.page else ""
        yield Finding(
            code="not-read", message=f"{page}{omission.what}", advice=omission.advice, severity=omission.severity
        )


def _table(document: Document, table: Table, inside: str) -> Finding:
    place, shown = table.place, " ".join(document.at(table.place).split())[:40]
    texts = [letters(text) for text in re.split(r"[。；;\n\t]", document.at(place))]
    long = [text for text in texts if len(text) >= _SHORTEST]
    repeats = bool(long) and sum(text in inside for text in long) * 10 >= len(long) * 8
    about = is_about(document, table)
    what = "is about the document" if about else "repeats the text" if repeats else "is in no part; it was not read"
    filled = {cell for row in table.rows for cell in row.cells if cell.start < cell.end}
    is_doubt = len(filled) > _FEW and not (about or repeats)
    return Finding(
        code="unread-table",
        message=f"The table “{shown}” {what}",
        advice="If it asks for something, add requirements to the point it belongs to."
        if is_doubt
        else "Nothing has to be done.",
        severity="warning" if is_doubt else "info",
        place=place,
        text=shown,
    )


def _below(document: Document, below: Sequence[Place], inside: str) -> Iterator[Finding]:
    """Yield one finding for what stands below the last part: who signs, annexes; a doubt where it is numbered as well."""
    texts = [document.at(place) for place in below]
    count = sum(not character.isspace() for text in texts for character in text)
    if not count:
        return
    asks = [text for text in texts if is_numbered(text) and letters(text) not in inside]
    yield Finding(
        code="below-the-text",
        message=f"{count} characters below the text (who signs, annexes) were not read: “{texts[0][:40]}”",
        advice="If an annex asks for something, make a document of its own of it, or add requirements.",
        severity="warning" if len(asks) > 1 else "info",
        place=below[0],
        text=texts[0][:60],
    )


def _check_new(name: str, head: Letterhead, path: Path, reference: Reference) -> None:
    """Raise where the id cannot be one, or is taken, or the document is known by its number."""
    if not _ID.fullmatch(name):
        raise CuratedDataError(
            f"{name!r} cannot be an id", advice="Write small letters, digits and hyphens, such as --id ndrc-2021-7."
        )
    same = [
        one
        for one in reference.nationals.values()
        if one.identifier == name or (head.number and letters(one.number or "") == letters(head.number))
    ]
    if same:
        raise CuratedDataError(
            f"a national document {same[0].identifier} is in the reference data already ({same[0].title['zh']})",
            advice="Edit its Turtle, or give another id with --id and take the number of the file itself.",
        )
    if path.exists():
        raise CuratedDataError(
            "there is such a file already",
            where=Where(document=str(path)),
            advice="Edit it, delete it to begin again, or give another id with --id.",
        )


def _identifier(head: Letterhead) -> str:
    """Return an id: who numbered it, year and number (guobanfa-2018-129); without a number the year and its subject."""
    match = _NUMBER.fullmatch(letters(head.number or ""))
    if match:
        return f"{_pinyin(match[1]).replace('-', '')}-{match[2]}-{int(match[3])}"
    year = f"{head.written.year}-" if head.written else ""
    return f"national-{year}{_pinyin(_SUBJECT.sub('', head.title)[:6])}"


def _pinyin(text: str) -> str:
    return slug(text).rpartition("-")[0]


def _issuers(head: Letterhead, reference: Reference) -> tuple[tuple[str, ...], list[Finding]]:
    """Return the slugs of who issued it, and a finding for each name that is not curated."""
    known: dict[str, None] = {}
    unknown: list[Finding] = []
    year = head.written.year if head.written else None
    for name in head.issuers:
        if agency := _central(name, reference, year):
            known[agency.rpartition("/")[2]] = None
        else:
            advice = (
                "Describe it in Turtle as those in seeds/reference/agencies/100000.ttl, and add it to eli:passed_by."
            )
            message = f"“{name}” issued the document, and is no body of the reference data; it was left out"
            unknown.append(Finding(code="unknown-issuer", message=message, advice=advice, text=name))
    return tuple(known), unknown


def _central(name: str, reference: Reference, year: int | None = None) -> str | None:
    """Return the curated central body that a name means."""
    body_named = resolve(name, CENTRE, reference, year)
    return body_named.agency if body_named.jurisdiction == CENTRE else None


def _of_a_place(head: Letterhead, reference: Reference) -> Iterator[Finding]:
    """Yield a finding where the document says that a place below the centre issued it."""
    names = {name for code, place in reference.jurisdictions.items() if code != CENTRE for name in place.names}
    said = [
        text for text in (head.title.removeprefix("关于"), *head.issuers) for name in names if text.startswith(name)
    ]
    if said := [
        text for text in said if not any(text.startswith(one) for one in head.issuers if _central(one, reference))
    ]:
        yield Finding(
            code="not-national",
            message=f"“{said[0][:40]}” begins with the name of a place: this may be no national document",
            advice="A plan of a place is taken in without --national.",
        )


def _unsaid(head: Letterhead, given: str | None, name: str) -> Iterator[Finding]:
    """Yield what the document does not say of itself, and what waits."""
    if not head.number:
        guessed = "" if given else f"; the id {name} was made of its title"
        yield _open(
            "no-number", f"The document prints no number (文号){guessed}", "Write it as eli:id_local if it has one."
        )
    if not head.written:
        yield _open("no-date", "The document prints no date", "Write it as eli:date_document if it is known.")
    if not head.issuers:
        yield _open("no-issuer", "Nothing says who issued the document", "Write them as eli:passed_by.")
    if head.more_issuers:
        advice = "Add those to eli:passed_by whom the printed document names."
        yield _open("more-issuers", "The document says that others issued it too, and does not name them", advice)
    yield _open(
        "no-english",
        "The English titles of the document, its parts, points and themes wait",
        'Write each behind the Chinese one: "…"@zh, "…"@en. They may come later.',
    )


def _open(code: str, message: str, advice: str) -> Finding:
    return Finding(code=code, message=message, advice=advice)


def _gaps(head: Letterhead, unknown: Sequence[Finding]) -> Iterator[tuple[str, str]]:
    if not head.number:
        yield "文件未载文号，故不列出。", "The document prints no number, and so none is stated."
    if not head.written:
        yield "文件未载成文日期，故不列出。", "The document prints no date of issue, and so none is stated."
    if unknown or head.more_issuers or not head.issuers:
        yield (
            "发文单位未全部核实，故未全部列出。",
            "Not all issuing bodies are known for sure, and so not all are stated.",
        )
