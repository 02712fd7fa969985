"""What the catalogue says in words of its own (``texts.toml``), in both languages at once."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from importlib.resources import files

from server.catalogue.dcat.nodes import Texts

_Forms = str | list[str]
_Value = str | int | Mapping[str, str]


def texts(key: str, **values: _Value) -> Texts:
    """Return a text in both languages, Chinese first; a value may be a text itself, ``n`` picks the singular.

    Raises :class:`KeyError`.
    """
    room, _, name = key.partition(".")
    forms = _table()[room][name]
    return {
        tag: _form(forms[tag], values.get("n")).format(**{each: _in(tag, value) for each, value in values.items()})
        for tag in ("zh", "en")
    }


def counted(**numbers: int) -> dict[str, Texts]:
    """Return numbers with what they count, by the names that texts give them: ``measures=84`` as "84 measures"."""
    return {name: texts(f"counted.{name}", n=number) for name, number in numbers.items()}


def _form(forms: _Forms, number: _Value | None) -> str:
    """Return the form for a number: a text, or a list of its singular and its plural."""
    return forms if isinstance(forms, str) else forms[0 if number == 1 else 1]


def _in(tag: str, value: _Value) -> str:
    if isinstance(value, Mapping):
        return value.get(tag) or next(iter(value.values()), "")
    return f"{value:,}" if isinstance(value, int) else value


@functools.cache
def _table() -> dict[str, dict[str, dict[str, _Forms]]]:
    return tomllib.loads((files("server.catalogue.dcat") / "texts.toml").read_text("utf-8"))
