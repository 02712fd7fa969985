"""``policygraph explain``: what is read in a sentence."""

from __future__ import annotations

import sys
from pathlib import Path

import click
import msgspec
from rich.console import Console

from mapping.explain import Explainer, Explanation
from mapping.reference.reference import load as load_reference
from mapping.reference.reference import packaged
from ontology.iris import Iris
from server.command.options import Command, reference_option
from server.command.screen import terminal


@click.command("explain", cls=Command)
@click.argument("text", required=False)
@click.option(
    "--jurisdiction", default="100000", show_default=True, help="GB/T 2260 code of the place it was written in."
)
@click.option(
    "--year", type=int, help="The year it was written in, which tells bodies and places of different times apart."
)
@click.option("--json", "as_json", is_flag=True, help="What is read, as JSON.")
@reference_option
def explain_command(
    text: str | None, jurisdiction: str, year: int | None, as_json: bool, reference: tuple[Path, ...]
) -> None:
    """Show what is read in a sentence, and why: bodies, roles, deadline, targets, documents, national requirements.

    Without TEXT, lines are read from standard input, each a JSON object with "text" and, if need be, "jurisdiction"
    and "year"; one JSON object a line comes back.
    """
    explainer = Explainer.of(load_reference([packaged(), *reference]), Iris())
    if text is None:
        for line in sys.stdin.buffer:
            if line.strip():
                click.echo(msgspec.json.encode(_explain_line(line, explainer, jurisdiction, year)))
        return
    explanation = explainer.explain(text, jurisdiction, year)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(explanation), indent=2))
    else:
        Console(markup=False).print(*terminal.explanation(explanation), sep="\n")


class _Asked(msgspec.Struct, frozen=True):
    text: str
    jurisdiction: str | None = None
    year: int | None = None


def _explain_line(
    line: bytes, explainer: Explainer, jurisdiction: str, year: int | None
) -> Explanation | dict[str, str]:
    """Explain one line; a line that is no such object is answered in its place, so that answers stay in step."""
    try:
        asked = msgspec.json.decode(line, type=_Asked)
    except msgspec.DecodeError as error:
        return {"error": f'{error}: write {{"text": "…", "jurisdiction": "a GB/T 2260 code", "year": 2025}}'}
    return explainer.explain(asked.text, asked.jurisdiction or jurisdiction, asked.year or year)
