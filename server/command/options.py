"""What commands share: options, and expected errors as one sentence."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn

import click
from rich.console import Console
from rich.text import Text

from mapping.errors import MappingError, ReleaseError, Where
from mapping.processes.limits import MEBIBYTE, PlanLimits
from mapping.release import folder as release
from mapping.release.lifecycle import objects
from mapping.release.shelf import Shelf
from server.command import settings
from server.release.store.errors import StoreError
from shapes.errors import ShapesError

PATH = click.Path(path_type=Path)


class Command(click.Command):
    """A command whose expected errors end with one sentence and exit code 2, not with a traceback.

    In the settings file and in the environment its options have the names that they have on the command line.
    """

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Read what was given; raises :class:`click.UsageError` for a setting that no option of the command has."""
        table = ((parent.default_map if parent else None) or {}).get(info_name or "", {})
        options = {_key(each): each for each in self.params if isinstance(each, click.Option)}
        unknown = ", ".join(map(repr, table.keys() - options.keys()))
        if unknown and info_name in settings.TABLES:  # the desk reads another command's table
            raise click.UsageError(
                f"The settings of {info_name} have no {unknown}. They may have {', '.join(options)}."
            )
        extra["default_map"] = {options[key].name: value for key, value in table.items() if key in options}
        for key, option in options.items():
            option.envvar = option.envvar or f"POLICYGRAPH_{info_name}_{key}".upper()
        return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what is wrong with the input is said as it is."""
        try:
            return super().invoke(ctx)
        except (MappingError, ShapesError, StoreError) as error:
            _refuse(ctx, str(error))
        except OSError as error:
            if not error.filename:
                raise  # of no file that anybody could look at
            _refuse(ctx, f"{error.filename}: {error.strerror}. Check it and its permissions.")


def _refuse(ctx: click.Context, why: str) -> NoReturn:
    said = Text.assemble(("error:", "bold red"), f" {why}")
    Console(stderr=True).print(said, soft_wrap=True)  # a file's name may look like markup
    ctx.exit(2)


def _key(option: click.Option) -> str:
    return next(each for each in option.opts if each.startswith("--")).removeprefix("--").replace("-", "_")


Decorated = Callable[..., Any]


def _options(command: Decorated, texts: dict[str, str]) -> Decorated:
    for name, text in reversed(texts.items()):
        command = click.option(f"--{name}", envvar=f"POLICYGRAPH_{name.upper()}", help=text)(command)
    return command


def base_options(command: Decorated) -> Decorated:
    """Add the options of the bases V and B."""
    bases = {"base": "B, the base of this publisher's data.", "vocabulary": "V, the base of the shared vocabulary."}
    return _options(command, bases)


def publication_options(command: Decorated) -> Decorated:
    """Add the options that say who publishes, and under which terms."""
    terms = {
        "publisher": "Name of the publisher.",
        "contact": "Contact of the publisher: mailto: or a page.",
        "license": "Licence of the data, an IRI.",
    }
    return base_options(_options(command, terms))


STORAGE = "storage of releases"
"""Where a command's context keeps the object storage that its releases are in, if they are."""


def _folder(ctx: click.Context, _: click.Parameter, given: str) -> Path:
    """Return the folder of the releases; of those in object storage, one that is a copy of them."""
    return ctx.with_resource(_copied(ctx, given)) if "://" in given and not ctx.resilient_parsing else Path(given)


@contextmanager
def _copied(ctx: click.Context, url: str) -> Iterator[Path]:
    """Give a copy of what is in object storage, and bring there what the command has published."""
    try:
        storage = ctx.meta[STORAGE] = objects.ObjectStorage(url)
        storage.fetch(copy := objects.copy_of(url))
        try:
            yield copy
        finally:
            if storage.send(copy):
                click.echo(f"Sent to {url}", err=True)
    except ImportError as error:
        raise click.UsageError(f"{url} needs {error.name}: pip install 'policygraph[objects]'.") from error
    except ReleaseError as error:
        raise click.UsageError(str(error)) from error


releases_option = click.option(
    "--releases",
    default="releases",
    show_default=True,
    envvar="POLICYGRAPH_RELEASES",
    callback=_folder,
    help="Folder of the releases, or where object storage has them: s3://BUCKET/FOLDER.",
)
query_seconds_option = click.option(
    "--query-seconds", type=click.FloatRange(0.1), default=25.0, show_default=True, help="Time for one query."
)
jobs_option = click.option(
    "--jobs", type=click.IntRange(1), default=os.cpu_count() or 1, show_default=True, help="Processes to work with."
)
all_option = click.option("--all", "whole", is_flag=True, help="Everything, not only what fits a screen.")


def limits_options(command: Decorated) -> Decorated:
    """Add the options of what reading one document may take; the command gets them as ``limits``."""

    @click.option(
        "--plan-seconds", type=click.FloatRange(0.1), default=300.0, show_default=True, help="Time for one plan."
    )
    @click.option("--plan-memory", type=click.IntRange(64), default=2048, show_default=True, help="MiB for one plan.")
    @wraps(command)
    def limited(*args: Any, plan_seconds: float, plan_memory: int, **kwargs: Any) -> Any:
        return command(*args, limits=PlanLimits(seconds=plan_seconds, memory=plan_memory * MEBIBYTE), **kwargs)

    return limited


reference_option = click.option(
    "--reference", type=PATH, multiple=True, help="Folder of further reference data (Turtle); may be repeated."
)


def live_release(releases: Path) -> Path:
    """Return the live release, or where it is damaged the last good one; raises :class:`ReleaseError` where there is none."""
    if found := next(Shelf(releases).sound(), None):
        return found.folder
    what = "every release is damaged" if release.live(releases) else "nothing has been published"
    raise ReleaseError(what, where=Where(document=str(releases)), advice="Run `policygraph build` first.")
