"""What the command shows a person: tables for the terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from mapping.alignment.quotations import NOTHING_MATCHES
from mapping.assembly import Made
from mapping.build import Outcome
from mapping.explain import Explanation, Implements
from mapping.extract import PlanExtraction
from mapping.findings import WITHOUT_TEXT, Finding
from mapping.layout.coverage import Coverage
from mapping.records.records import Measure, Period, Quantity
from mapping.reference.national import NO_NATIONAL
from mapping.release.difference import Difference, table
from mapping.release.lifecycle.integrity import is_noted

_NAMED = 5  # plans in one line, of how many there may be


@contextmanager
def counting(console: Console) -> Iterator[Callable[[int, int], None]]:
    """Give a function that shows how many plans are done, and of how many; nothing is shown where it is never called."""
    bar = Progress(console=console, transient=True)
    task = bar.add_task("plans", total=None)

    def show(done: int, total: int) -> None:
        bar.start()
        bar.update(task, completed=done, total=total)

    try:
        yield show
    finally:
        if bar.live.is_started:
            bar.stop()


def outcome(built: Outcome) -> Table:
    """Return the summary of a build, a row a plan."""
    title = (
        f"Release {built.manifest.id}: {built.manifest.triples:,} triples" if built.manifest else "Nothing published"
    )
    table = Table(title=title, title_justify="left")
    for column in ("plan", "measures", "agencies", "triples", "violations", "warnings", "state"):
        table.add_column(column, justify="left" if column in {"plan", "state"} else "right")
    for made in built.made:
        table.add_row(*_made(made, "published" if built.release else "in order"))
    return table


def _made(made: Made, state: str) -> Iterator[str | Text]:
    entry = made.entry
    yield made.id
    yield from (str(entry.measures), str(entry.agencies), f"{made.triples:,}") if entry else ("", "", "")
    yield str(made.violations)
    yield str(made.warnings)
    yield Text(state, "green") if entry else Text("held back", "red")


def advice(built: Outcome, releases: Path) -> Iterator[str]:
    """Yield a line for whatever a person should know or do after a build."""
    yield from (f"{said}." for said in built.healed)
    if built.taken:
        yield (
            f"{built.taken} of {len(built.made)} plans were taken over as they were made before: nothing that they are made of "
            "has changed. --fresh makes all anew."
        )
    yield from (f"Reference data: {said}" for said in built.reference)
    for made in built.made:
        if made.held_back:
            yield f"{made.id} is held back: {made.held_back.why}"
    for plan in built.dropped:
        yield (
            f"{plan} is published and this build lacks it, so nothing was switched. Build it too, or say "
            f"--withdraw {plan} to drop it, or --keep-last to carry its last good version over."
        )
    yield from _not_applied(built)
    yield from _to_look_at(built)
    if built.release:
        yield f"{releases / 'current'} is now {built.release.name}. Serve it with `policygraph serve`."
    else:
        yield "The live release, if there is one, is as it was."


def _not_applied(built: Outcome) -> Iterator[str]:
    """Yield what a build does other than its steward has decided, or could not know."""
    for made in built.made:
        for finding in made.findings:
            if finding.code in {WITHOUT_TEXT, NO_NATIONAL, NOTHING_MATCHES}:
                yield f"{made.id}: {finding.message}. {finding.advice}"


def _to_look_at(built: Outcome) -> Iterator[str]:
    """Yield how the warnings of the table and the doubts of the reading stand to each other, where there are any."""
    warnings = sum(made.warnings for made in built.made)
    counts = {made.id: sum(one.severity == "warning" for one in different(made.findings)) for made in built.made}
    doubts = [f"{plan} {count}" for plan, count in counts.items() if count]
    named = ": " + ", ".join([*doubts[:_NAMED], *(["…"] if doubts[_NAMED:] else [])]) if doubts else ""
    if warnings or doubts:
        yield (
            f"Warnings ({warnings}) are what the shapes miss in the graph: /quality names each. Doubts ({sum(counts.values())}"
            f"{named}) are what was unclear while reading, and often the cause of a warning: `policygraph review PLAN` "
            "shows them, with what to do."
        )


def different(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings without those that say the same of the same measure."""
    return tuple({(finding.message, finding.number): finding for finding in found}.values())


def compared(harms: Mapping[Path, Sequence[str]]) -> Iterator[str]:
    """Yield a line for each file of a release that is not as it was written, and one for each release without such."""
    for folder, found in harms.items():
        yield from (f"{folder.name}: {said}" for said in found)
        if not found and is_noted(folder):
            yield f"{folder.name} is as it was written"
        elif not found:
            yield f"{folder.name} was made before files were noted: its dumps are as they were written, the rest is not known"


def measures(extraction: PlanExtraction) -> Table:
    """Return what was read of a plan, a row a measure."""
    plan = extraction.plan
    quoted = {quotation.id: quotation.text for quotation in plan.quotations}
    table = Table(title=f"{plan.title['zh']}: {len(plan.measures)} measures", title_justify="left", show_lines=True)
    for column in ("no.", "requirement", "→", "measure", "agencies", "numbers", "deadline"):
        table.add_column(column, overflow="fold")
    for measure in plan.measures:
        table.add_row(
            measure.number,
            quoted.get(measure.answers or "", ""),
            "\n".join(target.rpartition("/")[2] for target in measure.implements),
            measure.text,
            "\n".join(_bodies(measure)),
            "\n".join(_numbers(measure, extraction)),
            _days(measure.period) or measure.deadline or measure.deadline_text or "",
        )
    return table


def coverage(found: Coverage) -> str:
    """Return one line on how much of what looks like measures was read, and what was not."""
    pages = f"; {len(found.omissions)} times the text lacks what the file shows" if found.omissions else ""
    left_out = (
        f"{found.unread:,} characters in {len(found.places)} places were left out"
        if found.places
        else "nothing of it left out"
    )
    return f"Read: {found.share:.1%} of what looks like measures ({found.read:,} characters), {left_out}{pages}."


def _bodies(measure: Measure) -> Iterator[str]:
    for responsibility in measure.responsibilities:
        role = responsibility.role.rpartition("/")[2]
        group = " (group)" if responsibility.group else ""
        yield f"{responsibility.text}{group}" + ("" if role == "responsible" else f" [{role}]")
    if measure.other_agencies:
        yield "等"


def _numbers(measure: Measure, extraction: PlanExtraction) -> Iterator[str]:
    """Yield the numbers of a measure with the rule that made each a target, a parameter or neither."""
    said = [number for number in extraction.numbers if number.number == measure.number]
    read = [number for number in said if number.kind != "neither"]
    for quantity, number in zip((*measure.targets, *measure.parameters), read, strict=True):
        yield f"{_quantity(quantity)} ({number.why})"
    yield from (f"neither: {number.text} ({number.why})" for number in said if number.kind == "neither")


def _days(period: Period | None) -> str:
    return f"{period.start_date}/{period.end_date}" if period else ""


def _quantity(quantity: Quantity) -> str:
    value = quantity.value or f"{quantity.min_value or '…'}–{quantity.max_value or '…'}"
    when = (
        f" by {quantity.deadline}" if quantity.deadline else f" in {_days(quantity.period)}" if quantity.period else ""
    )
    return f"{type(quantity).__name__.lower()}: {value} {quantity.unit_text or ''}{when}"


def explanation(found: Explanation) -> Iterator[Table | str]:
    """Yield what is read in a sentence, a table a kind of thing."""
    bodies = Table(title=f"Bodies, read in {found.jurisdiction}", title_justify="left")
    for column in ("name", "role", "kind", "offsets", "agency", "function", "why"):
        bodies.add_column(column, overflow="fold")
    for body in found.bodies:
        why = body.how or ""
        guesses = f"; guesses: {'、'.join(body.guesses)}" if body.guesses else ""
        offsets = f"{body.start}–{body.end}"
        bodies.add_row(
            body.name, body.role, body.kind, offsets, _last(body.agency), _last(body.function), why + guesses
        )
    yield bodies
    yield f"open-ended (等): {_yes(found.open_ended)}; sets a default (下同): {_yes(found.sets_default)}"
    yield f"deadline: {found.deadline or 'none'}" + (f" (“{found.deadline_text}”)" if found.deadline_text else "")
    yield from (f"not read as a date: “{wording}”" for wording in found.unread_deadlines)
    for title, quantities in (("target", found.targets), ("parameter", found.parameters)):
        for quantity in quantities:
            value = quantity.value or f"{quantity.minimum or '…'}–{quantity.maximum or '…'}"
            yield f"{title}: {quantity.description} {value} {quantity.unit} ({quantity.start}–{quantity.end}): {quantity.why}"
    for unread in found.unread_quantities:
        yield f"neither target nor parameter: {unread.text} ({unread.start}–{unread.end}): {unread.why}"
    for document in found.documents:
        yield f"document: 《{document.title}》 ({'will be made' if document.produces else 'cited'})"
    for one in found.implements:
        yield f"implements: {_aligned(one)}"
    if not found.implements:
        yield "implements: nothing that is sure enough"
    for one in found.candidates:
        yield f"perhaps implements: {_aligned(one)}"


def _aligned(one: Implements) -> str:
    evidence = f"; {'、'.join(f'“{word}”' for word in one.evidence)} stand in it alone" if one.evidence else ""
    return f"{_last(one.requirement)} ({one.confidence:.2f}, {one.why}{evidence}): {one.label}"


def _last(iri: str | None) -> str:
    return (iri or "").rpartition("/")[2]


def difference(found: Difference) -> Table:
    """Return what changed between two releases, a row a thing."""
    shown = Table(title="What changed", title_justify="left")
    for column in ("change", "kind", "thing", "statements added", "removed"):
        shown.add_column(column, overflow="fold")
    for row in table(found):
        shown.add_row(*map(str, row))
    return shown


def _yes(value: bool) -> str:
    return "yes" if value else "no"
