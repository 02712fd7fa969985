"""What a client is told: the manifest, candidates, suggestions, values; the JSON of the API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pyoxigraph as ox

from mapping.comparable import letters
from server.reconcile.entities import OF_TYPE, PROPERTIES, TYPES, WITHIN, EntityIndex, as_text
from server.reconcile.matching import Candidate
from server.reconcile.messages import BATCH, Extension
from server.release.live import Served
from server.words.facts import Value
from server.words.language import Language, Words

PREVIEW = (430, 260)
"""Width and height of a preview, in CSS pixels."""
SUGGESTED = 20
Json = dict[str, Any]


class Speaker:
    """Tells what an index knows in one language; ``base`` is where this service is, and ends in a slash."""

    def __init__(self, known: EntityIndex, now: Served, language: Language) -> None:
        self._known = known
        self._now = now
        self._language = language
        self.words = Words(language)
        self.type_prefix = f"{now.iris.vocabulary}def#"

    def manifest(self, root: str) -> Json:
        """Return what this service can do; ``root`` is the address of the server, without a slash at its end."""
        here = f"{root}/reconcile"
        services = {name: {"service_url": root, "service_path": f"/reconcile/suggest/{name}"} for name in _SUGGEST}
        return {
            "versions": ["0.2"],
            "name": self._now.manifest.publication.title.get(self._language) or self.words("site.title"),
            "identifierSpace": self._now.iris.vocabulary,
            "schemaSpace": self.type_prefix,
            "documentation": f"{here}/about",
            "serviceVersion": self._now.manifest.software,
            "logo": f"{root}/static/icon.svg",
            "defaultTypes": [
                self._type(name) for name in TYPES if not any(name in WITHIN[each] - {each} for each in WITHIN)
            ],
            "batchSize": BATCH,
            "view": {"url": f"{here}/view?id={{{{id}}}}"},
            "preview": {"url": f"{here}/preview?id={{{{id}}}}", "width": PREVIEW[0], "height": PREVIEW[1]},
            "suggest": services,
            "extend": {
                "propose_properties": {"service_url": root, "service_path": "/reconcile/properties"},
                "property_settings": [],
            },
        }

    def _type(self, name: str) -> Json:
        return {"id": self.type_prefix + name, "name": self.words(f"kind.{_WORDS.get(name, name.lower())}")}

    def _property(self, name: str) -> Json:
        return {"id": name, "name": self.words(f"reconcile.{name}")}

    def results(self, found: Mapping[str, Iterable[Candidate] | str]) -> Json:
        """Return the candidates of a batch; of a query that is none, no candidate and what is wrong with it."""
        return {
            key: {"result": [], "error": each}
            if isinstance(each, str)
            else {"result": [self._candidate(candidate) for candidate in each]}
            for key, each in found.items()
        }

    def _candidate(self, candidate: Candidate) -> Json:
        entity = candidate.entity
        return {
            "id": entity,
            "name": self._known.name(entity, self._language),
            "description": self._known.description(entity, self._language),
            "type": [self._type(self._known.types[entity])],
            "score": candidate.score,
            "match": candidate.match,
            "features": [
                {"id": "name", "value": candidate.likeness},
                *({"id": name, "value": agreed} for name, agreed in candidate.agrees.items()),
            ],
        }

    def suggest_entities(self, prefix: str, cursor: int) -> Json:
        """Return entities one of whose forms begins with a prefix, or else holds it."""
        key = letters(prefix)
        labels = self._known.labels if key else ()
        begins = dict.fromkeys(label.entity for label in labels if label.key.startswith(key))
        holds = dict.fromkeys(label.entity for label in labels if key in label.key)
        shown = list(begins | holds)[cursor : cursor + SUGGESTED]
        return {"result": [self._suggested(entity) for entity in shown]}

    def _suggested(self, entity: str) -> Json:
        return {
            "id": entity,
            "name": self._known.name(entity, self._language),
            "description": self._known.description(entity, self._language),
            "notable": [self._type(self._known.types[entity])],
        }

    def suggest_types(self, prefix: str, cursor: int) -> Json:
        """Return the types whose name or id holds a prefix."""
        return self._held(prefix, cursor, [self._type(name) for name in TYPES])

    def suggest_properties(self, prefix: str, cursor: int) -> Json:
        """Return the properties whose name or id holds a prefix."""
        return self._held(prefix, cursor, [self._property(name) for name in PROPERTIES])

    @staticmethod
    def _held(prefix: str, cursor: int, offered: list[Json]) -> Json:
        key = letters(prefix)
        matching = [each for each in offered if key in letters(each["name"]) or key in letters(each["id"])]
        return {"result": matching[cursor : cursor + SUGGESTED]}

    def proposed(self, type_id: str | None, limit: int | None) -> Json:
        """Return the properties to extend a type with."""
        name = (type_id or "").removeprefix(self.type_prefix)
        shown = [self._property(each) for each in OF_TYPE.get(name, PROPERTIES)][:limit]
        said: Json = {"properties": shown}
        return said | ({"type": type_id} if type_id else {}) | ({"limit": limit} if limit else {})

    def extended(self, asked: Extension) -> Json:
        """Return the values of the properties of each entity; an unknown entity or property has none."""
        names = [each.id for each in asked.properties]
        return {
            "meta": [self._property(name) if name in PROPERTIES else {"id": name, "name": name} for name in names],
            "rows": {
                entity: {name: [self._value(value) for value in self._values(entity, name)] for name in names}
                for entity in asked.ids
            },
        }

    def _values(self, entity: str, name: str) -> list[Value]:
        """Return the values; of a text in both languages, that of the language spoken, if there is one."""
        values = self._known.values(entity, name)
        own: list[Value] = [
            value for value in values if isinstance(value, ox.Literal) and value.language == self._language
        ]
        return own or values

    def _value(self, value: Value) -> Json:
        if isinstance(value, ox.Literal):
            return {"str": as_text(value)}
        return {"id": value.value, "name": self._known.name(value.value, self._language)}

    def preview(self, entity: str) -> Json:
        """Return what a preview shows of an entity."""
        kind = self._known.types[entity]
        rows = [
            (self._property(name)["name"], [self._shown(each) for each in self._values(entity, name)[:6]])
            for name in OF_TYPE[kind]
        ]
        return {
            "name": self._known.name(entity, self._language),
            "kind": self._type(kind)["name"],
            "rows": [row for row in rows if row[1]],
        }

    def _shown(self, value: Value) -> str:
        preview = self._value(value)
        return str(preview.get("name") or preview["str"])


_WORDS = {"AgencyGroup": "group"}
_SUGGEST = ("entity", "property", "type")
