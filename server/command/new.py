"""``policygraph new``: a plan folder from a document, or one each from the documents of a folder or archive."""

from __future__ import annotations

import sys
import tempfile
from functools import partial
from pathlib import Path

import click
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from mapping import intake
from mapping.national.proposing import NationalProposal
from mapping.processes.limits import PlanLimits
from mapping.reference.reference import packaged
from server.command.options import PATH, Command, all_option, limits_options, reference_option
from server.command.screen import doubts

_OWN_REFERENCE = Path("seeds/reference")
"""Where a national document goes if no folder of reference data is named."""


@click.command("new", cls=Command)
@click.argument("document", type=PATH)
@click.option(
    "--plans", type=PATH, default=Path("seeds/plans"), show_default=True, help="Where to make the plan folder."
)
@click.option("--id", "plan_id", help="Id of the plan, or of the national document.  [default: guessed]")
@click.option(
    "--national",
    is_flag=True,
    help="The document is a national one: write it as Turtle into national/ of the last --reference.  [seeds/reference]",
)
@reference_option
@limits_options
@all_option
def new_command(
    document: Path, plans: Path, plan_id: str | None, national: bool, reference: tuple[Path, ...], limits: PlanLimits,
    whole: bool,
) -> None:  # fmt: skip # entries side by side
    """Make a plan folder from a document: plan.toml and review files. Nothing that is published changes.

    \b
    Of a folder or a .zip archive, one plan folder a document; what cannot be read is told, and the others go on.
    With --national, a file of reference data: parts, points, requirements and themes of a national document.
    Exit codes: 0 all made, 3 some could not be, 1 none could be, 2 bad usage, or the one document cannot be read.
    """
    if national:
        _national(document, reference, plan_id, limits, whole=whole)
        return
    if document.is_dir() or intake.is_archive(document):
        if plan_id:
            raise click.UsageError("--id is for one document; the ids of many are guessed. Correct them in plan.toml.")
        sys.exit(_many(document, plans, reference, limits, whole=whole))
    proposal = intake.alone(limits, document, intake.propose, document, plans, reference, plan_id)
    console = Console(markup=False)
    read = proposal.extraction
    found = (*proposal.doubts, *(read.findings if read else ()))
    doubts.show(console, read, found, document.name, whole=whole)
    folder = proposal.folder.path
    console.print(
        f"Made {folder}. Look at {folder / 'plan.toml'}, then: policygraph review {folder}",
        highlight=False,
        soft_wrap=True,
    )


def _many(path: Path, plans: Path, reference: tuple[Path, ...], limits: PlanLimits, *, whole: bool) -> int:
    """Make the plan folders of many documents; return the exit code."""
    with tempfile.TemporaryDirectory() as unpacked:
        found, refused = intake.documents(path, Path(unpacked))
        if not found and not refused:
            raise click.UsageError(f"{path}: no document is in it.")
        task = partial(intake.take_in, plans=plans, references=reference)
        taken = [*refused, *doubts.progress(intake.each(found, task, limits), len(found))]
    console = Console(markup=False)
    doubts.many(console, taken, whole=whole)
    made = sum(not one.why for one in taken)
    if made:
        console.print(
            f"Made {made} folders in {plans}. Look into each: policygraph review PLAN", highlight=False, soft_wrap=True
        )
    return doubts.exit_code(taken)


def _national(
    document: Path, reference: tuple[Path, ...], identifier: str | None, limits: PlanLimits, *, whole: bool
) -> None:
    """Write a national document into the last folder of reference data, and show what a person should look at."""
    folder = reference[-1] if reference else _OWN_REFERENCE
    others = [*reference, *([folder] if folder.is_dir() and not _is_packaged(folder) else [])]
    known = tuple(path for path in dict.fromkeys(others) if path.is_dir())
    proposal = intake.alone(limits, document, intake.propose_national, document, folder, known, identifier)
    console = Console(markup=False)
    console.print(_head(proposal), highlight=False)
    doubts.show(console, None, proposal.findings, document.name, whole=whole)
    if whole:
        console.print(_points(proposal))
    option = "" if _is_packaged(folder) else f" --reference {folder}"
    console.print(
        f"Made {proposal.path}. Look at it, then: policygraph new PLAN{option}, policygraph build{option}",
        highlight=False,
        soft_wrap=True,
    )


def _is_packaged(folder: Path) -> bool:
    """Tell the folder that is read without being named."""
    return folder.resolve() == Path(str(packaged())).resolve()


def _head(proposal: NationalProposal) -> str:
    parts, points = proposal.outline.parts, proposal.outline.points
    requirements = sum(len(point.requirements) for point in points)
    head = proposal.draft.head
    return f"{head.title} {head.number or ''}: {len(parts)} parts, {len(points)} points, {requirements} requirements"


def _points(proposal: NationalProposal) -> Table:
    table = Table("part", "point", "title", "requirements", box=SIMPLE)
    for part in proposal.outline.parts:
        table.add_row(part.printed, "", part.title, "")
        for point in part.points:
            table.add_row("", point.printed, point.title, "\n".join(point.requirements))
    return table
