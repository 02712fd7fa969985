"""What the catalogue says in words of its own (``texts.toml``), in both languages at once."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from importlib.resources import files

from server.catalogue.nodes import Texts

_Value = str | int | Mapping[str, str]


def texts(key: str, **values: _Value) -> Texts:
    """Return a text in both languages, Chinese first; a value may be a text itself. Raises :class:`KeyError`."""
    room, _, name = key.partition(".")
    forms = _table()[room][name]
    return {tag: forms[tag].format(**{each: _in(tag, value) for each, value in values.items()}) for tag in ("zh", "en")}


def _in(tag: str, value: _Value) -> str:
    if isinstance(value, Mapping):
        return value.get(tag) or next(iter(value.values()), "")
    return f"{value:,}" if isinstance(value, int) else value


@functools.cache
def _table() -> dict[str, dict[str, Texts]]:
    return tomllib.loads((files("server.catalogue") / "texts.toml").read_text("utf-8"))
