"""``policygraph translate``: the texts of a plan or a national document, out to be translated and back."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from mapping import plan_folder
from mapping.errors import PlanFolderError
from mapping.extract import extract
from mapping.reference.reference import Reference, packaged
from mapping.reference.reference import load as load_reference
from mapping.translations import exchange, texts
from mapping.translations.table import FILE_NAME
from mapping.translations.texts import SourceText
from server.command.options import PATH, Command, reference_option

_OWN_REFERENCE = Path("seeds/reference")


@click.command("translate", cls=Command)
@click.argument("what", metavar="PLAN|NATIONAL")
@click.option(
    "--export", "exported", type=PATH, help="Write the texts into this .xlsx or .tsv, with what is translated."
)
@click.option("--import", "imported", type=PATH, help="Take in the translations of such a file.")
@reference_option
def translate_command(what: str, exported: Path | None, imported: Path | None, reference: tuple[Path, ...]) -> None:
    """Export the texts of a plan folder, or of a national document by its id, and import their English.

    It is published as an unofficial translation, from translations.en.tsv in the plan's folder, or from
    national/ID.translations.en.tsv of the last --reference.

    \b
    Exit codes: 0 all taken over, 3 some rows were not, 2 bad usage, or a file cannot be read; then nothing is written.
    """
    if not exported and not imported:
        raise click.UsageError("Say what to do: --export FILE, --import FILE.")
    known = load_reference([packaged(), *reference])
    file, sources = _of_national(what, known, reference) if what in known.nationals else _of_plan(Path(what), known)
    try:
        code = _take_in(imported, file, sources) if imported else 0
        if exported:
            found = exchange.export(file, sources, exported)
            click.echo(f"{len(sources)} texts written to {exported}, {len(found.texts)} of them translated.")
    except ModuleNotFoundError as error:
        raise click.UsageError(f"A workbook needs {error.name}: pip install 'policygraph[excel]'") from error
    except OSError as error:
        raise click.UsageError(f"{error.filename}: {error.strerror}. Name another file.") from error
    sys.exit(code)


def _of_plan(path: Path, known: Reference) -> tuple[Path, Sequence[SourceText]]:
    try:
        folder = plan_folder.load(path)
    except PlanFolderError as error:
        if path.exists():
            raise
        some = ", ".join(sorted(known.nationals))
        raise click.UsageError(f"{path}: no plan folder, and no national document; known are {some}.") from error
    national = known.national(folder.settings.national) if folder.settings.national else None
    return folder.translations, tuple(texts.of_plan(extract(folder, known).plan, national))


def _of_national(identifier: str, known: Reference, reference: tuple[Path, ...]) -> tuple[Path, Sequence[SourceText]]:
    folder = (reference[-1] if reference else _OWN_REFERENCE) / "national"
    if not folder.is_dir():
        raise click.UsageError(f"{folder}: no such folder. Name the folder of reference data: --reference FOLDER.")
    return folder / f"{identifier}.{FILE_NAME}", tuple(texts.of_national(known.national(identifier)))


def _take_in(imported: Path, file: Path, sources: Sequence[SourceText]) -> int:
    taken = exchange.take_in(imported, file, sources)
    for finding in taken.findings:
        click.echo(f"{finding.message}. {finding.advice}")
    click.echo(f"{taken.texts} of {taken.total} texts are translated in {file}.")
    return 3 if any(finding.severity == "warning" for finding in taken.findings) else 0
