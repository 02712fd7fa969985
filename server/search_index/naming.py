"""What the index says of a thing, for whoever names it: the second source of :class:`~server.words.names.Namer`."""

from __future__ import annotations

import msgspec

from server.search_index.items import AnyItem
from server.search_index.opened import Named
from server.words.labels import Text, of_language
from server.words.names import CLASSES

_FIELDS = {"skos:prefLabel": "pref_label", "dct:title": "title", "eli:number": "number", "schema:text": "text"}
_CLASS_OF = {name: each for each, name in reversed(CLASSES.items())}


class Indexed(msgspec.Struct, frozen=True):
    """A thing of the index and its kind; empty where what refers to it does not say."""

    said: Named | AnyItem
    kind: str = ""

    def classes(self, _subject: str) -> list[str]:
        """Return the class of the thing."""
        return [_CLASS_OF[self.kind]] if self.kind in _CLASS_OF else []

    def text(self, _subject: str | None, language: str, *properties: str) -> Text | None:
        """Return the best text for a language; texts without a language are a plan's own words."""
        for each in properties:
            value = getattr(self.said, _FIELDS.get(each, ""), None)
            if value:
                return Text(value, "zh") if isinstance(value, str) else of_language(value, language)
        return None

    def thing(self, _subject: str | None, *_properties: str) -> str | None:
        """Return nothing: the index knows the names of what a thing points to, and these do not make its own."""
        return None

    def string(self, _subject: str | None, *properties: str) -> str | None:
        """Return the first value of properties that are no texts."""
        return next((getattr(self.said, _FIELDS.get(each, ""), None) for each in properties), None)
