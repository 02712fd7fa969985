"""The command ``policygraph``: the composition root, and the one place that knows every floor."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import click

from server.command import settings
from server.command.options import PATH

COMMANDS = {
    "build": ("build", "Build a release of plan folders and switch to it."),
    "check": ("check", "Compare every file of the live release, or of those that are named, with what was written."),
    "diff": ("diff", "Show what changed between two releases."),
    "explain": ("explain_command", "Show what is read in a sentence, and why."),
    "extract": ("extract_command", "Show what is read of a plan folder, before any RDF."),
    "mcp": ("mcp", "Offer the live release to assistants by the Model Context Protocol: search, get, query, compare."),
    "new": ("new_command", "Make a plan folder from a document."),
    "push": ("push", "Load the live release into another SPARQL 1.1 store."),
    "review": ("review", "Review a plan folder in the browser: the source, what was read of it, and what is doubtful."),
    "serve": ("serve", "Serve the live release: pages, RDF, SPARQL, catalogue."),
    "translate": (
        "translate_command",
        "Export the texts of a plan folder, or of a national document by its id, and import their English.",
    ),
    "validate": ("validate_command", "Judge RDF files or addresses in our ontology by its shapes."),
}
"""Each command, in the module of its name: the function, and what it is for. A module is read when its command runs."""


class Commands(click.Group):
    """A group that knows its commands by name, and reads the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of the commands."""
        return [*COMMANDS]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:  # noqa: ARG002 - as above
        """Return a command, or nothing where there is none of that name."""
        if name not in COMMANDS:
            return None
        found: click.Command = getattr(import_module(f"server.command.{name}"), COMMANDS[name][0])
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - as above
        """Write what each command is for, without reading any of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, purpose) for name, (_, purpose) in COMMANDS.items()])


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "POLICYGRAPH"},
    epilog="Start with `policygraph build`, then `policygraph serve`, and open http://localhost:8000.",
)
@click.option("--config", type=PATH, help="Settings file.  [default: policygraph.toml here, if there is one]")
@click.version_option(package_name="policygraph")
@click.pass_context
def main(ctx: click.Context, config: Path | None) -> None:
    """Publish implementation plans of Chinese provinces as a knowledge graph.

    Every option can be set in the environment (POLICYGRAPH_BUILD_RELEASES=…), those of build, serve, validate and push in
    policygraph.toml too.
    """
    ctx.obj = file = settings.read(config)
    ctx.default_map = {name: getattr(file, name) for name in settings.TABLES}
    ctx.default_map |= {"review": file.build}


if __name__ == "__main__":
    main()
