"""The command ``policygraph``: the composition root, and the one place that knows every floor."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import msgspec
from rich.console import Console
from rich.progress import Progress
from rich.text import Text

from mapping import build as building
from mapping import new as proposing
from mapping.assembly import Made
from mapping.errors import MappingError, ReleaseError, Where
from mapping.explain import Explainer, Explanation
from mapping.extract import extract
from mapping.plan_folder import load
from mapping.processes.limits import PlanLimits
from mapping.processes.pool import Processes
from mapping.reference.reference import load as load_reference
from mapping.reference.reference import packaged
from mapping.release import difference
from mapping.release import folder as release
from mapping.workbench import Settings
from ontology.iris import Iris
from server.command import serving, settings, terminal
from server.config import MEBIBYTE, Limits, ServerConfig
from server.release.store import push as pushing
from server.release.store.errors import StoreError
from server.release.store.push import RemoteStore
from shapes import profiles
from shapes.checking import run
from shapes.errors import ShapesError
from shapes.rendering import FORMATS

PATH = click.Path(path_type=Path)


class Command(click.Command):
    """A command whose expected errors end with one sentence and exit code 2, not with a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what is wrong with the input is said as it is."""
        try:
            return super().invoke(ctx)
        except (MappingError, ShapesError, StoreError) as error:
            said = Text.assemble(("error:", "bold red"), f" {error}")
            Console(stderr=True).print(said, soft_wrap=True)  # a file's name may look like markup
            ctx.exit(2)


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "POLICYGRAPH"},
    epilog="Start with `policygraph build`, then `policygraph serve`, and open http://localhost:8000.",
)
@click.option("--config", type=PATH, help="Settings file.  [default: policygraph.toml here, if there is one]")
@click.version_option(package_name="policygraph")
@click.pass_context
def main(ctx: click.Context, config: Path | None) -> None:
    """Publish implementation plans of Chinese provinces as a knowledge graph.

    Every option can be set in the environment (POLICYGRAPH_BUILD_RELEASES=…) or in policygraph.toml.
    """
    ctx.obj = file = settings.read(config)
    ctx.default_map = {name: getattr(file, name) for name in ("build", "serve", "validate", "push")}


Decorated = Callable[..., Any]


def _options(command: Decorated, texts: dict[str, str]) -> Decorated:
    for name, text in reversed(texts.items()):
        command = click.option(f"--{name}", envvar=f"POLICYGRAPH_{name.upper()}", help=text)(command)
    return command


def _base_options(command: Decorated) -> Decorated:
    bases = {"base": "B, the base of this publisher's data.", "vocabulary": "V, the base of the shared vocabulary."}
    return _options(command, bases)


def _publication_options(command: Decorated) -> Decorated:
    terms = {
        "publisher": "Name of the publisher.",
        "contact": "Contact of the publisher: mailto: or a page.",
        "license": "Licence of the data, an IRI.",
    }
    return _base_options(_options(command, terms))


releases_option = click.option(
    "--releases", type=PATH, default=Path("releases"), show_default=True, envvar="POLICYGRAPH_RELEASES",
    help="Folder of the releases.",
)  # fmt: skip
jobs_option = click.option(
    "--jobs", type=click.IntRange(1), default=os.cpu_count() or 1, show_default=True, help="Processes to work with."
)
reference_option = click.option(
    "--reference", type=PATH, multiple=True, help="Folder of further reference data (Turtle); may be repeated."
)


@main.command(cls=Command)
@click.argument("plans", nargs=-1, type=PATH)
@click.option(
    "--plans",
    "folder",
    type=PATH,
    default=Path("seeds/plans"),
    show_default=True,
    help="Folder of plan folders, where none is named.",
)
@releases_option
@reference_option
@click.option("--withdraw", multiple=True, metavar="PLAN", help="Id of a published plan that this release drops.")
@click.option("--keep-last", is_flag=True, help="Carry over the last good version of plans that this build lacks.")
@click.option("--keep", type=click.IntRange(1), help="Keep this many releases, prune older ones.  [default: all]")
@jobs_option
@click.option(
    "--plan-seconds", type=click.FloatRange(0.1), default=300.0, show_default=True, help="Time to make one plan."
)
@click.option("--plan-memory", type=click.IntRange(64), default=2048, show_default=True, help="MiB to make one plan.")
@_publication_options
@click.pass_context
def build(  # noqa: PLR0913, PLR0917 - one parameter an option
    ctx: click.Context, /, plans: tuple[Path, ...], folder: Path, releases: Path, reference: tuple[Path, ...],
    withdraw: tuple[str, ...], keep_last: bool, keep: int | None, jobs: int, plan_seconds: float, plan_memory: int,
    **given: str | None,
) -> None:  # fmt: skip
    """Build a release of plan folders and switch to it.

    \b
    Exit codes: 0 all published, 3 something held back, 1 nothing published, 2 bad usage or settings.
    """
    found = plans or _plan_folders(folder)
    limits = PlanLimits(seconds=plan_seconds, memory=plan_memory * MEBIBYTE)
    how = building.Options(withdraw=withdraw, keep_last=keep_last, keep=keep, limits=limits)
    terms = Settings(
        publication=settings.publication(ctx.obj.publication, **given), reference=tuple(map(str, reference))
    )
    console = Console(stderr=True)
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("plans", total=len(found))

        def advance(_: Made) -> None:
            progress.advance(task)

        with Processes(min(jobs, len(found))) as executor:
            outcome = building.build(found, terms, releases, how, executor=executor, progress=advance)
    Console(markup=False).print(terminal.outcome(outcome))
    for line in terminal.advice(outcome, releases):
        console.print(line, highlight=False, markup=False, soft_wrap=True)
    sys.exit(outcome.exit_code)


def _plan_folders(folder: Path) -> tuple[Path, ...]:
    found = tuple(sorted(path.parent for path in folder.glob("*/plan.toml")))
    if not found:
        raise click.UsageError(f"{folder}: no plan folder (a folder with a plan.toml) is here. Name one: build PLAN…")
    return found


@main.command("extract", cls=Command)
@click.argument("plan", type=PATH)
@reference_option
@click.option("--json", "as_json", is_flag=True, help="The record as JSON, instead of a table.")
@click.option(
    "--review", is_flag=True, help="Write the review files anew: what you decided stays, the rest is asked again."
)
def extract_command(plan: Path, reference: tuple[Path, ...], as_json: bool, review: bool) -> None:
    """Show what is read of a plan folder, before any RDF: a table, what is doubtful, and why."""
    folder, known = load(plan), load_reference([packaged(), *reference])
    extraction = extract(folder, known)
    if review:
        proposing.review(folder, extraction, known)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(extraction.plan), indent=2))
        return
    console = Console(markup=False)
    console.print(terminal.measures(extraction))
    console.print(terminal.findings(extraction.findings, extraction.document.name))


@main.command("explain", cls=Command)
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


class _Line(msgspec.Struct, frozen=True):
    text: str
    jurisdiction: str | None = None
    year: int | None = None


def _explain_line(
    line: bytes, explainer: Explainer, jurisdiction: str, year: int | None
) -> Explanation | dict[str, str]:
    """Explain one line; a line that is no such object is answered in its place, so that answers stay in step."""
    try:
        asked = msgspec.json.decode(line, type=_Line)
    except msgspec.DecodeError as error:
        return {"error": f'{error}: write {{"text": "…", "jurisdiction": "a GB/T 2260 code", "year": 2025}}'}
    return explainer.explain(asked.text, asked.jurisdiction or jurisdiction, asked.year or year)


@main.command("new", cls=Command)
@click.argument("document", type=PATH)
@click.option(
    "--plans", type=PATH, default=Path("seeds/plans"), show_default=True, help="Where to make the plan folder."
)
@click.option("--id", "plan_id", help="Id of the plan.  [default: guessed]")
@reference_option
def new_command(document: Path, plans: Path, plan_id: str | None, reference: tuple[Path, ...]) -> None:
    """Make a plan folder from a document: plan.toml and review files. Nothing that is published changes."""
    proposal = proposing.propose(document, plans, load_reference([packaged(), *reference]), plan_id)
    console = Console(markup=False)
    if proposal.extraction:
        console.print(terminal.measures(proposal.extraction))
        found = (*proposal.doubts, *proposal.extraction.findings)
    else:
        found = proposal.doubts
    if found:
        console.print(terminal.findings(found, document.name))
    folder = proposal.folder.path
    console.print(f"Made {folder}. Look at {folder / 'plan.toml'}, then: policygraph extract {folder}", highlight=False)


def _live(releases: Path) -> Path:
    """Return the live release, whole; raises :class:`ReleaseError` where there is none."""
    found = release.live(releases)
    if found is None:
        raise ReleaseError(
            "nothing has been published", where=Where(document=str(releases)), advice="Run `policygraph build` first."
        )
    release.read_manifest(found)
    return found


@main.command(cls=Command)
@releases_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, envvar="POLICYGRAPH_PORT")
@click.option("--store", help="Serve from this SPARQL 1.1 endpoint, instead of the release's own store.")
@click.option("--service", multiple=True, help="Address that SERVICE may name in queries; may be repeated.")
@click.option(
    "--query-seconds", type=click.FloatRange(0.1), default=25.0, show_default=True, help="Time for one query."
)
@click.option("--query-memory", type=click.IntRange(64), default=1024, show_default=True, help="MiB for one query.")
@click.option(
    "--rows", type=click.IntRange(0), default=0, show_default=True, help="Most rows of an answer; 0: no limit."
)
@click.option("--cache", type=click.IntRange(0), default=256, show_default=True, help="MiB of answers to keep.")
def serve(  # noqa: PLR0913, PLR0917 - one parameter an option
    releases: Path, host: str, port: int, store: str | None, service: tuple[str, ...],
    query_seconds: float, query_memory: int, rows: int, cache: int,
) -> None:  # fmt: skip
    """Serve the live release: pages, RDF, SPARQL, catalogue. /healthz answers 200 when it is ready."""
    limits = Limits(query_seconds=query_seconds, query_memory=query_memory * MEBIBYTE, rows=rows)
    config = ServerConfig(
        releases=releases.absolute(), host=host, port=port, store=store, services=service,
        limits=limits, cache_bytes=cache * MEBIBYTE,
    )  # fmt: skip
    live = _live(releases)
    try:
        listening = serving.listen(config)
    except OSError as error:
        raise click.UsageError(
            f"http://{host}:{port}/ cannot be served: {error.strerror or error}. Choose another --port or --host, or end"
            " the server that listens there."
        ) from error
    click.echo(f"Serving release {live.name} on http://{host}:{port}/ (stop with Ctrl-C)", err=True)
    serving.serve(config, listening)


@main.command("validate", cls=Command)
@click.argument("sources", nargs=-1, required=True)
@click.option("--profile", type=click.Choice(list(profiles.NAMES)), default="publishable", show_default=True)
@click.option("--format", "output", type=click.Choice(list(FORMATS)), default="human", show_default=True)
@reference_option
@jobs_option
@_base_options
def validate_command(
    sources: tuple[str, ...], profile: str, output: str, reference: tuple[Path, ...], jobs: int, **given: str | None
) -> None:
    """Judge RDF files or addresses in our ontology by its shapes.

    The plans of an N-Quads dump are judged one by one, so that it may be larger than memory.

    \b
    Exit codes: 0 conforms to the profile, 1 does not, 2 a source cannot be read or says nothing to judge.
    """
    iris = settings.publication(click.get_current_context().obj.publication, **given).iris
    known = load_reference([packaged(), *reference], iris)
    with Processes(jobs) as executor, terminal.counting(Console(stderr=True)) as progress:
        checked = run(
            sources, profile=profile, output=output, context=known.quads(known.agencies), iris=iris,
            executor=executor, progress=progress,
        )  # fmt: skip
    click.echo(checked.text, nl=not checked.text.endswith("\n"))
    sys.exit(checked.exit_code)


@main.command(cls=Command)
@releases_option
@click.option("--store", required=True, help="Query address of the store.")
@click.option("--update", help="Update address of the store.  [default: the query address]")
@click.option("--user", help="User name, where the store asks for one.")
@click.option("--password", envvar="POLICYGRAPH_PUSH_PASSWORD", help="Password; better given in the environment.")
@click.option("--digest", is_flag=True, help="Digest authentication, as Virtuoso asks for.")
def push(releases: Path, store: str, update: str | None, user: str | None, password: str | None, digest: bool) -> None:
    """Load the live release into another SPARQL 1.1 store, graph by graph; no graph is ever left half written."""
    target = RemoteStore(query=store, update=update or store, user=user, password=password, digest=digest)
    done = pushing.push(_live(releases), target, lambda graph: click.echo(f"replaced {graph}", err=True))
    click.echo(
        f"Release {done.release}: {done.triples:,} triples in {len(done.replaced)} graphs; {len(done.removed)} removed."
    )


@main.command(cls=Command)
@click.argument("old")
@click.argument("new")
@releases_option
@click.option("--patch", is_flag=True, help="The change as an RDF patch, instead of a table of things.")
@click.option("--csv", "as_csv", is_flag=True, help="The table as CSV.")
def diff(old: str, new: str, releases: Path, patch: bool, as_csv: bool) -> None:
    """Show what changed between two releases, named by their ids: things added, removed and changed."""
    found = difference.compare(_release(releases, old), _release(releases, new))
    if patch:
        for line in difference.rdf_patch(found):
            click.echo(line, nl=not line.endswith("\n"))
    elif as_csv:
        click.echo(difference.as_csv(found), nl=False)
    else:
        Console(markup=False).print(terminal.difference(found))


def _release(releases: Path, name: str) -> Path:
    """Return the folder of a release by its id, ``current`` or a path; raises :class:`ReleaseError`."""
    folder = releases / name if (releases / name).is_dir() else Path(name)
    release.read_manifest(folder)
    return folder.resolve()


if __name__ == "__main__":
    main()
