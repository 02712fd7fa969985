"""Settings of an installation: options win over the environment, the environment over ``policygraph.toml``.

::

    [publication]            # who publishes, under which bases and terms: see mapping.release.publication
    base = "https://data.example.org/"
    publisher = { zh = "示例数据局", en = "Example Data Bureau" }
    contact = "mailto:data@example.org"

    [build]                  # any option of `policygraph build`
    plans = "seeds/plans"

    [serve]                  # any option of `policygraph serve`
    port = 8080
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import click
import msgspec

from mapping.release.publication import Publication

FILE_NAME = "policygraph.toml"
TABLES = ("build", "serve", "validate", "push")
"""The commands that have a table in the settings file."""


class InstallationSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``policygraph.toml``: a table for the publication, and one a command, whose keys are the command's options."""

    publication: Publication = Publication()
    build: dict[str, Any] = {}
    serve: dict[str, Any] = {}
    validate: dict[str, Any] = {}
    push: dict[str, Any] = {}


def read(path: Path | None) -> InstallationSettings:
    """Read a settings file, or ``policygraph.toml`` here if there is one; raises :class:`click.UsageError`."""
    found = path or Path(FILE_NAME)
    if path is None and not found.exists():
        return InstallationSettings()
    try:
        return msgspec.convert(tomllib.loads(found.read_text("utf-8")), InstallationSettings)
    except OSError as error:
        raise click.UsageError(f"{found}: cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise click.UsageError(f"{found}: is not valid TOML: {error}.") from error
    except msgspec.ValidationError as error:
        raise click.UsageError(
            f"{found}: {error}. Its tables are publication, build, serve, validate and push."
        ) from error


def publication(file: Publication, **given: str | None) -> Publication:
    """Return the publication with what options or the environment gave; raises :class:`click.UsageError`."""
    texts = {"publisher", "title"}
    changes = {
        key: {"zh": value, "en": value} if key in texts else value for key, value in given.items() if value is not None
    }
    try:
        changed = msgspec.structs.replace(file, **changes)
        _ = changed.iris
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    return changed
