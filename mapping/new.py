"""``policygraph new``: a plan folder from a document, with every guess marked and every doubt said."""

from __future__ import annotations

import filecmp
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from mapping import plan_folder, readers
from mapping.agencies import decisions as agency_decisions
from mapping.agencies.resolution import Resolution, shared_resolver
from mapping.alignment import sssom
from mapping.alignment.alignment import PREDICATES, Alignment
from mapping.blocks import Document
from mapping.comparable import letters
from mapping.errors import MappingError, PlanFolderError, Where
from mapping.extract import PlanExtraction, extract
from mapping.findings import Finding
from mapping.jurisdiction import jurisdiction_of
from mapping.layout import Columns, LayoutGuess, LayoutRules, guess
from mapping.layout.rules import ROLES, as_words
from mapping.plan_folder import PlanFolder
from mapping.readers.pdf import recognised
from mapping.records.records import Mapping, Measure, QuotedRequirement
from mapping.reference.bodies import Jurisdiction
from mapping.reference.national import NO_NATIONAL, NationalDocument, no_national
from mapping.reference.reference import Reference
from ontology.iris import DEFAULT_BASE, of_plan, slug

_CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"
_TITLE_FRAME = re.compile(
    r"^[^《》]{0,60}?关于(?:印发)?|的?(?:实施|指导|若干)?(?:意见|方案|通知|决定|规划|纲要|措施|(?:行动)?计划)$"
)
_SHORTEST_MARK = 8
_PARTS_OF_NUMBER = re.compile(r"(\D+)(\d{4})(\d+)号")
_READ_AS = "read as "
_UNSAFE = re.compile(r"[^a-z0-9]+")


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """A new plan folder: what was read of it, if it could be read, and what a steward should look at first."""

    folder: PlanFolder
    extraction: PlanExtraction | None
    doubts: tuple[Finding, ...]


def propose(
    document: Path, plans: Path, reference: Reference, plan_id: str | None = None, *, one_of_many: bool = False
) -> Proposal:
    """Make a plan folder below ``plans`` for a document, with ``plan.toml`` and the review files; publish nothing.

    One of many documents gets a number behind its id where another has that id already. Raises
    :class:`PlanFolderError` if the folder is already there, and the reader's and layout's errors.
    """
    read = readers.read(document)
    guessed = guess(read)
    place, doubts = jurisdiction_of(read, guessed, reference)
    national, more = _national(read, guessed, reference)
    numbers = [
        number for number in guessed.numbers if not (national and _is_numbered(letters(number), national, reference))
    ]
    guessed = msgspec.structs.replace(guessed, numbers=tuple(numbers))  # a line may hold the number of what is cited
    identifier = plan_id or _identifier(place, national, guessed, read)
    if one_of_many:
        identifier, taken = _free(identifier, document, plans)
        doubts = [*taken, *doubts]
    target = plans / identifier
    if target.exists():
        raise PlanFolderError(
            "there is such a folder already",
            where=Where(document=str(target)),
            advice="Give another id with --id, or edit the plan.toml that is there.",
        )
    target.mkdir(parents=True)
    shutil.copyfile(document, target / document.name)
    recognised.keep(read, target / document.name)
    text = _toml(identifier, read, guessed, place, national)
    plan_folder.save(target / plan_folder.FILE_NAME, text.encode())
    if place is None:
        draft = plan_folder.load(target, is_draft=True)
        return Proposal(folder=draft, extraction=None, doubts=(*doubts, *guessed.doubts, *more))
    folder = plan_folder.load(target)
    extraction, unread = _try(folder, reference)
    return Proposal(folder=folder, extraction=extraction, doubts=(*unread, *guessed.doubts, *doubts, *more))


def _free(identifier: str, document: Path, plans: Path) -> tuple[str, list[Finding]]:
    """Return the id, or the next free one where another document has it, which is a doubt; never take one in twice."""
    taken: list[str] = []
    free = identifier
    while (plans / free).exists():
        copy = plans / free / document.name
        if copy.is_file() and filecmp.cmp(copy, document, shallow=False):
            raise PlanFolderError(
                "this document is there already",
                where=Where(document=str(plans / free)),
                advice="Edit the plan.toml that is there, or delete the folder to begin again.",
            )
        taken.append(free)
        free = f"{identifier}-{len(taken) + 1}"
    if not taken:
        return free, []
    doubt = Finding(
        code="id-taken",
        message=f"Another document has the id {taken[0]} already; this one is called {free}",
        advice="Where both are one plan, delete one of the folders; else write an id that tells them apart into plan.toml, "
        "and call the folder so.",
    )
    return free, [doubt]


def _try(folder: PlanFolder, reference: Reference) -> tuple[PlanExtraction | None, list[Finding]]:
    """Read the new folder and write its review files; what cannot be read yet is the first doubt."""
    try:
        extraction = extract(folder, reference)
    except MappingError as error:
        return None, [unreadable(error)]
    review(folder, extraction, reference)
    return extraction, []


def unreadable(error: MappingError) -> Finding:
    """Return the doubt that a plan cannot be read."""
    return Finding(code="unreadable", message=f"{error.where}: {error.what}", advice=error.advice)


def review(folder: PlanFolder, extraction: PlanExtraction, reference: Reference) -> None:
    """Write ``alignment.sssom.tsv`` and ``agencies.tsv`` of a plan anew.

    Every decision in them is kept: those that stand under the number that their text has now, the others as they are. What
    was recognised on pictures is kept beside the document.
    """
    recognised.keep(extraction.document, folder.document)
    rows = [row for subject in _subjects(extraction) for row in sssom.proposals(*subject)]
    merged = sssom.merge(rows, extraction.relocated.decisions)
    merged = msgspec.structs.replace(merged, rows=(*merged.rows, *extraction.relocated.lost))
    write_alignment(folder, merged)
    plan_folder.save(folder.agencies, _agencies(folder, extraction, reference).encode())


def _national(
    document: Document, guessed: LayoutGuess, reference: Reference
) -> tuple[NationalDocument | None, list[Finding]]:
    """Return the one national document whose subject or number the title has, or else the text; none is ever guessed."""
    title = document.at(guessed.title) if guessed.title else ""
    for text in (title, document.text):
        named = [one for one in reference.nationals.values() if _is_named(letters(text), one, reference)]
        if len(named) == 1:
            return named[0], []
        if named:
            doubt = Finding(
                code=NO_NATIONAL,
                message=f"The document names {len(named)} national documents: {', '.join(one.identifier for one in named)}",
                advice="Write the id of the one that it carries out as national in plan.toml.",
            )
            return None, [doubt]
    return None, [no_national(reference.nationals)]


def _is_named(text: str, national: NationalDocument, reference: Reference) -> bool:
    """Tell whether a text of letters alone has a national document's subject or number."""
    subject = letters(_TITLE_FRAME.sub("", national.title["zh"].replace("《", "").replace("》", "")))
    return (len(subject) >= _SHORTEST_MARK and subject in text) or _is_numbered(text, national, reference)


def _is_numbered(text: str, national: NationalDocument, reference: Reference) -> bool:
    """Tell whether a text of letters alone has a document's number: in any brackets, with 第, with blanks or lines between.

    After the one character for a place it is the number of another body: 湘发改就业〔2020〕293号.
    """
    number = _PARTS_OF_NUMBER.fullmatch(letters(national.number or ""))
    if number is None:
        return False
    issuer, year, serial = map(re.escape, number.groups())
    places = "".join(name for place in reference.jurisdictions.values() for name in place.names if len(name) == 1)
    before = f"(?<![{places}])" if places else ""
    return re.search(f"{before}{issuer}{year}年?第?{serial}号", text) is not None


def _identifier(
    place: Jurisdiction | None, national: NationalDocument | None, guessed: LayoutGuess, document: Document
) -> str:
    """Return an id such as ``tianjin-2020-293``: the place in English, then the national document's year and number.

    Where that document is not known, they are the year and number of the plan itself, or else its file's name.
    """
    name = _UNSAFE.sub("-", place.label.get("en", place.code).lower()).strip("-") if place else "plan"
    own = next((match for number in guessed.numbers if (match := _PARTS_OF_NUMBER.search(letters(number)))), None)
    tail = national.identifier.partition("-")[2] if national else f"{own[2]}-{own[3]}" if own else ""
    return f"{name}-{tail or slug(document.path.stem)}"


def _quoted(text: str) -> str:
    return msgspec.json.encode(text).decode()  # a JSON string is a TOML basic string


def _toml(
    identifier: str,
    document: Document,
    guessed: LayoutGuess,
    place: Jurisdiction | None,
    national: NationalDocument | None,
) -> str:
    title = "".join(document.at(guessed.title).split("\n")) if guessed.title else document.name
    lines = [
        "# Guessed from the document: look at every line. Texts of the plan stay as the source has them.",
        "",
        f"id = {_quoted(identifier)}",
        f"document = {_quoted(document.name)}",
        f"national = {_quoted(national.identifier)}"
        if national
        else '# national = "…"  # not known: no known one is named',
        f"jurisdiction = {_quoted(place.code)}  # {place.label['zh']}"
        if place
        else 'jurisdiction = ""  # not known: write its GB/T 2260 code',
    ]
    lines += [f"id_local = {_quoted(number)}" for number in guessed.numbers[:1]]
    lines += [f"date_document = {guessed.date_document}"] if guessed.date_document else []
    lines += [f"date_publication = {guessed.date_publication}"] if guessed.date_publication else []
    lines += ["", "[title]", f"zh = {_quoted(title)}", '# en = "…"', "", *_layout(guessed.rules), ""]
    return "\n".join(lines)


def _layout(rules: LayoutRules) -> Iterator[str]:
    """Yield the ``[layout]`` table: what differs from the defaults, and the columns."""
    yield "[layout]"
    defaults = LayoutRules()
    for name in ("kind", "labels", "numbering", "lead_by_position", "defaults", "signatories"):
        value = getattr(rules, name)
        if value != getattr(defaults, name) or name == "kind":
            yield f"{name} = {msgspec.json.encode(value).decode()}"
    if rules.columns != Columns():
        yield ""
        yield "[layout.columns]"
        for role in ROLES:
            if words := as_words(getattr(rules.columns, role)):
                yield f"{role} = [{', '.join(map(_quoted, words))}]"


def write_alignment(folder: PlanFolder, decisions: sssom.MappingDecisions) -> None:
    """Write the decisions on the texts of a plan into its ``alignment.sssom.tsv``."""
    set_id = DEFAULT_BASE + of_plan("mapping", folder.settings.id)
    text = sssom.render(decisions, mapping_set_id=set_id, license=_CC0)
    plan_folder.save(folder.alignment, text.encode())


def _subjects(extraction: PlanExtraction) -> Iterator[tuple[str, str, list[Alignment], tuple[str, ...]]]:
    """Yield each text that is mapped, or should be, with what it was decided to mean, or else may mean."""
    plan = extraction.plan
    if plan.ensures_implementation_of is None:
        return
    mapped = [one for one in plan.measures if one.mappings or one.id in extraction.unmatched]
    subjects: Iterable[QuotedRequirement | Measure] = (*plan.quotations, *mapped)
    for subject in subjects:
        meant = [_alignment(mapping) for mapping in subject.mappings]
        yield subject.id, subject.text, meant, extraction.unmatched.get(subject.id, ())


def _alignment(mapping: Mapping) -> Alignment:
    return Alignment(
        target=mapping.object,
        confidence=mapping.confidence,
        predicate=PREDICATES[mapping.predicate],
        justification=mapping.justification.removeprefix("semapv:"),
        comment=mapping.comment,
        reviewer=mapping.reviewer,
    )


def _agencies(folder: PlanFolder, extraction: PlanExtraction, reference: Reference) -> str:
    """Return ``agencies.tsv``: what was decided, then each name that nobody has curated, with the best guesses."""
    decided = agency_decisions.decided(folder.agencies)
    names = {finding.text for finding in extraction.findings if finding.code == "unknown-agency"}
    open_names = sorted(names - {row["name"] for row in decided})
    resolver, full_names = shared_resolver(reference, folder.settings.written_in), _full_names(extraction)
    code = folder.settings.jurisdiction
    read = {name: resolver.resolve(full_names.get(name, name), code) for name in open_names}
    rows = [
        _open(name, resolution if resolution.known else resolver.resolve(name, code))
        for name, resolution in read.items()
    ]
    return agency_decisions.table([*decided, *sorted(rows, key=lambda row: row["comment"].startswith(_READ_AS))])


def _full_names(extraction: PlanExtraction) -> dict[str, str]:
    """Return the full name of every agency that nobody has curated, by the name that the plan prints of it."""
    labels = {agency.id: agency.pref_label["zh"] for agency in extraction.plan.agencies}
    said = (one for measure in extraction.plan.measures for one in measure.responsibilities)
    return {one.text: labels[one.agency] for one in said if one.agency in labels}


def _open(name: str, found: Resolution) -> dict[str, str]:
    """Return the row of a name that is not decided; those that are not understood come first."""
    guesses = "; ".join(f"{guess.reference} {guess.label} {guess.score}" for guess in found.guesses)
    return {
        "name": name,
        "guesses": guesses,
        "comment": _READ_AS + found.canonical if found.known else "not understood",
    }
