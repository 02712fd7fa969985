"""What the catalogue says in words of its own (``words/catalogue.toml``), in both languages at once."""

from __future__ import annotations

from collections.abc import Mapping

from server.catalogue.dcat.nodes import Texts
from server.words.language import LANGUAGES, Words

_Value = str | int | Mapping[str, str]


def texts(key: str, **values: _Value) -> Texts:
    """Return a text in both languages, Chinese first; a value may be a text itself, ``n`` picks the singular.

    Raises :class:`KeyError`.
    """
    return {
        tag: Words(tag)(f"catalogue-{key}", **{name: _in(tag, value) for name, value in values.items()})
        for tag in LANGUAGES
    }


def counted(**numbers: int) -> dict[str, Texts]:
    """Return numbers with what they count, by the names that texts give them: ``measures=84`` as "84 measures"."""
    return {name: texts(f"counted.{name}", n=number) for name, number in numbers.items()}


def _in(tag: str, value: _Value) -> str | int:
    return (value.get(tag) or next(iter(value.values()), "")) if isinstance(value, Mapping) else value
