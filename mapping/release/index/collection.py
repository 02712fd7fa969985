"""Collects what the search index holds: each thing with its item, and what the measures of the graph say of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection as SizedCollection
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, groupby
from sys import intern
from typing import Any, NamedTuple

import pyoxigraph as ox

from mapping.release.index import forms
from mapping.release.index import schema as fields
from mapping.release.index.items import Item, MergedGraph, ThingReader
from mapping.release.index.summary import Counts, Gathered, Summary, links_to, summary
from ontology.iris import Iris


@dataclass(slots=True)
class IndexEntry:
    """A thing for the index; ``measures`` is how many measures stand behind it, ``facets`` are sorted keys."""

    kind: str
    key: str
    item: Item
    names: Sequence[str] = ()
    texts: Sequence[str] = ()
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    called: Sequence[str] = ()
    context: Sequence[str] = ()
    numbers: Sequence[str] = ()
    bearing: Sequence[str] = ()
    deadlines: Sequence[int] = ()
    english: Sequence[str] = ()
    measures: int = 0
    invented: bool = False
    summary: Summary | None = None


_OF_MEASURES = ("theme", "agency", "function", "jurisdiction", "plan", "role")
_OWN = {
    "agency": {"agency", "function", "jurisdiction", "role"},
    "requirement": {"theme", "role"},
    "theme": {"theme", "role"},
    "plan": {"jurisdiction", "plan", "role"},
    "function": {"agency", "function", "role"},
    "jurisdiction": {"jurisdiction", "role"},
}
"""What a kind of thing does not learn from its measures: an agency's functions are not those of its partners."""
_OF_PLANS = ("measure", "plan", "agency", "jurisdiction")
"""The kinds that stand behind the others where all that is known of them is of invented samples."""
_OTHERS = [kind for kind in (*fields.NAMED, *fields.LISTED) if kind != "measure"]
_NOTHING = Gathered()
_AT_ONCE = 500  # things whose links are counted by one query
_COUNTING_AGENCIES = {"requirement", "theme", "plan", "function"}


class Standing(NamedTuple):
    """What orders a thing among those of its kind; ``place`` is that of a plan, ``invented`` what is of samples alone."""

    key: str
    item: Item
    measures: int
    agencies: int
    place: str
    invented: bool


class Collection:
    """What the index holds of a store: first the measures, plan by plan, then the other things, which need to know of them.

    ``measures`` are the items of the measures of each plan, in the order of their IRIs; without them, the store's are read.
    None of them is held, so that what is held grows with plans and bodies, and not with what they say.
    """

    def __init__(self, store: ox.Store, iris: Iris, measures: Iterable[list[Item]] | None = None) -> None:
        self._store = store
        self._reader = reader = ThingReader(MergedGraph(store), iris)
        self._gathered: dict[str, Gathered] = defaultdict(Gathered)
        self._key = lru_cache(maxsize=65536)(lambda iri: intern(fields.key(iri, iris)))
        self._upwards = lru_cache(maxsize=4096)(self._upwards_of)
        self._called = lru_cache(maxsize=65536)(self._called_of)
        self._stems = lru_cache(maxsize=4096)(self._stems_of)
        self._shared: dict[str, Counter[str]] = {}
        self._items: dict[str, tuple[str, Item]] = {
            iri: (kind, reader.item(iri, kind)) for kind in _OTHERS for iri in reader.things(kind)
        }
        plans = [said for kind, said in self._items.values() if kind == "plan"]
        self._plans = Counter(said["jurisdiction"] for said in plans if said.get("jurisdiction"))
        self._samples = frozenset(self._key(said["id"]) for said in plans if said.get("sample"))
        found = [] if measures is not None else reader.things("measure")
        self._measures = self._read(found) if measures is None else measures
        named = {self._plan_of(iri) for iri in found} if found else {self._key(said["id"]) for said in plans}
        self.plans = sorted(named)
        """The keys of the plans that measures are of."""

    def _read(self, measures: Iterable[str]) -> Iterator[list[Item]]:
        for _, of_plan in groupby(measures, self._plan_of):
            yield [self._reader.item(iri, "measure") for iri in of_plan]

    def _plan_of(self, measure: str) -> str:
        return self._key(measure).partition("/")[0]

    def measures(self) -> Iterator[list[IndexEntry]]:
        """Yield the entries of the measures, those of a plan at a time, and let all that they have to do with know of them."""
        for of_plan in self._measures:
            yield [self._measure(item) for item in of_plan]

    def others(self) -> Iterator[tuple[str, list[Standing]]]:
        """Yield each other kind with what orders its things, when all measures are known; see :meth:`entries`."""
        self._gather_functions()
        agencies = (iri for iri, (kind, _) in self._items.items() if kind == "agency" and iri in self._gathered)
        self._shared = {self._key(iri): self._gathered[iri].keys("agency") for iri in agencies}
        for kind in _OTHERS:
            yield kind, [self._standing(kind, item) for of_kind, item in self._items.values() if of_kind == kind]

    def _standing(self, kind: str, item: Item) -> Standing:
        gathered = self._known(item["id"])
        key = self._key(item["id"])
        plans = {key} if kind == "plan" else gathered.keys("plan").keys()
        invented = kind in _OF_PLANS and self._is_invented(plans)
        place = self._key(item["jurisdiction"]) if kind == "plan" and item.get("jurisdiction") else ""
        return Standing(key, item, gathered.measures, len(self._agencies(kind, gathered)), place, invented)

    def _agencies(self, kind: str, gathered: Gathered) -> SizedCollection[str]:
        return gathered.having if "agency" in _OWN.get(kind, ()) else gathered.keys("agency")

    def _is_invented(self, plans: SizedCollection[str]) -> bool:
        return bool(plans) and self._samples.issuperset(plans)

    def _known(self, iri: str) -> Gathered:
        """Return what measures have said of a thing, which may be nothing."""
        return self._gathered.get(iri) or _NOTHING

    def _measure(self, item: Item) -> IndexEntry:
        """Return the entry of a measure, and let all that it has to do with know of it."""
        item["key"] = self._key(item["id"])
        item["responsibleAgency"] = _bodies(item)
        related = self._related(item)
        responsibilities = [each for each in item.get("responsibilities", ()) if "role" in each]
        facets = {name: self._keys(iris) for name, iris in related.items()}
        facets["role"] = self._keys(each["role"] for each in responsibilities)
        self._tell(related, facets, responsibilities)
        deadlines = _deadlines(item)
        facets["target"] = ("true" if item.get("targets") else "false",)
        facets["dated"] = ("true" if deadlines else "false",)
        bearing = {f"{self._key(r['role'])} {self._key(r['agency'])}" for r in responsibilities if "agency" in r}
        return IndexEntry(
            kind="measure", key=item["key"], item=item, texts=[item["text"]] if "text" in item else [], facets=facets,
            bearing=sorted(bearing), context=self._around(related, item),
            numbers=[*_numbers("measure", item), *forms.due(deadlines)], deadlines=deadlines,
            english=_english(item), invented=self._is_invented(facets["plan"]),
        )  # fmt: skip # entries side by side

    def _related(self, item: Item) -> dict[str, list[str]]:
        plan, bodies = item.get("isPartOf", ""), item["responsibleAgency"]
        home = self._said(plan).get("jurisdiction")
        return {
            "theme": list(dict.fromkeys(each for theme in item.get("theme", ()) for each in self._upwards(theme))),
            "agency": bodies,
            "function": list(dict.fromkeys(each for body in bodies for each in self._said(body).get("function", ()))),
            "jurisdiction": [home] if home else [],
            "plan": [plan] if plan else [],
            "requirement": item.get("implements", []),
        }

    def _tell(
        self, related: dict[str, list[str]], facets: dict[str, tuple[str, ...]], responsibilities: list[Item]
    ) -> None:
        for thing in {iri for iris in related.values() for iri in iris}:
            self._gathered[thing].add(facets, _OF_MEASURES)
        for requirement in related["requirement"]:
            key = self._key(requirement)
            for theme in self._themes(requirement):
                self._gathered[theme].cells.update((key, body) for body in facets["agency"])
        for each in responsibilities:
            if body := each.get("agency") or each.get("group"):
                self._gathered[body].roles[self._key(each["role"])] += 1

    def _themes(self, requirement: str) -> set[str]:
        """Return a requirement's own themes and all that are broader."""
        own = self._said(requirement).get("theme", ())
        return {each for theme in own for each in self._upwards(theme)}

    def _gather_functions(self) -> None:
        """Let each function know of all agencies that have it, those without measures too."""
        for kind, item in self._items.values():
            for function in item.get("function", ()) if kind == "agency" else ():
                self._gathered[function].having.add(self._key(item["id"]))

    def entries(self, kind: str, things: Sequence[Standing]) -> Iterator[IndexEntry]:
        """Yield the entries of things of a kind, of which none is a measure."""
        for start in range(0, len(things), _AT_ONCE):
            items = [thing.item for thing in things[start : start + _AT_ONCE]]
            links = links_to(self._store, [item["id"] for item in items])
            yield from (self._entry(kind, item, links[item["id"]]) for item in items)

    def _entry(self, kind: str, item: Item, links: Counts) -> IndexEntry:
        gathered = self._known(item["id"])
        facets = {name: tuple(sorted(keys)) for name, keys in self._facets(kind, item, gathered).items() if keys}
        if kind in fields.FOUND:
            item["key"] = self._key(item["id"])
        if kind in fields.LISTED:
            item["measureCount"] = gathered.measures
        if kind in _COUNTING_AGENCIES:
            item["agencyCount"] = len(facets.get("agency", ()))
        if kind == "jurisdiction":
            item["planCount"] = self._plans[item["id"]]
        own_names = names(item)
        texts = [text for term in ("text", "definition") for text in _texts(item.get(term))]
        key = self._key(item["id"])
        counted = summary(gathered, self._shared if kind == "agency" else {}, key, links)
        called: Sequence[str] = self._called(item["id"]) if kind in fields.FOUND else ()
        if kind == "agency" and not gathered.measures:  # who has no measures is found by its own names only
            called = forms.forms(own_names)
        return IndexEntry(
            kind, key, item, own_names, texts, facets, called, self._context(kind, own_place=item.get("spatial", "")),
            _numbers(kind, item), english=_english(item), measures=gathered.measures, summary=counted,
        )  # fmt: skip # entries side by side

    def _context(self, kind: str, own_place: str) -> Sequence[str]:
        return self._called(own_place) if kind == "agency" and own_place else ()

    def _around(self, related: Mapping[str, Sequence[str]], item: Item) -> list[str]:
        """Return what the things around a measure are called; of a plan, its numbers are in its name."""
        around = [iri for name in ("jurisdiction", "plan", "agency", "function", "theme") for iri in related[name]]
        around += [each["group"] for each in item.get("responsibilities", ()) if "group" in each]
        return list(dict.fromkeys(chain.from_iterable(map(self._called, around))))

    def _called_of(self, iri: str) -> tuple[str, ...]:
        """Return what a thing is called, whole and shortened; a body also by its functions, and a function by its stems."""
        kind, item = self._items.get(iri, ("", {}))
        place = self._said(item.get("spatial", "") or item.get("jurisdiction", ""))
        found = forms.forms(names(item), [*names(place)])
        if kind == "agency":
            stems = [stem for each in item.get("function", ()) for stem in self._stems(each)]
            found += forms.offices(stems)
        if kind == "function":
            found += forms.forms(self._stems(iri))
        return tuple(dict.fromkeys(found))

    def _stems_of(self, function: str) -> tuple[str, ...]:
        """Return what a function is called, and by what it is found without being shown."""
        return (*names(self._said(function)), *self._reader.hidden_labels(function))

    def _facets(self, kind: str, item: Item, gathered: Gathered) -> dict[str, Iterable[str]]:
        found: dict[str, Iterable[str]] = {
            name: gathered.keys(name) for name in _OF_MEASURES if name not in _OWN.get(kind, ())
        }
        place = item["id"] if kind == "jurisdiction" else item.get("spatial") or item.get("jurisdiction")
        themes = [item["id"]] if kind == "theme" else item.get("theme", ())
        own: dict[str, Iterable[str]] = {
            "theme": self._keys(each for theme in themes for each in self._upwards(theme)),
            "function": self._keys(item.get("function", ())),
            "jurisdiction": self._keys([place] if place else ()),
            "role": gathered.roles,
            "agency": gathered.having,
        }
        return found | {name: keys for name, keys in own.items() if name in _OWN.get(kind, ())}

    def _said(self, iri: str) -> Item:
        return self._items[iri][1] if iri in self._items else {}

    def _upwards_of(self, theme: str) -> tuple[str, ...]:
        """Return a theme and all that are broader, each once, although the data might go in a circle."""
        chain = [theme]
        while (above := self._said(chain[-1]).get("broader")) and above not in chain:
            chain.append(above)
        return tuple(chain)

    def _keys(self, iris: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted({self._key(iri) for iri in iris}))


def _bodies(item: Item) -> list[str]:
    """Return the agencies of a measure in the order printed."""
    printed = [each["agency"] for each in item.get("responsibilities", ()) if "agency" in each]
    return list(dict.fromkeys([*printed, *item.get("responsibleAgency", ())]))


def names(item: Item) -> list[str]:
    """Return what a thing is called, Chinese first."""
    return [text for term in ("prefLabel", "title", "altLabel", "idLocal") for text in _texts(item.get(term))]


def _english(item: Item) -> list[str]:
    """Return what unofficial translations say of a thing and of its targets."""
    said = (each.get("unofficialTranslation") for each in (item, *item.get("targets", ())))
    return [text for text in said if text]


def _numbers(kind: str, item: Item) -> list[str]:
    """Return the terms by which people find a thing by its number."""
    if "idLocal" in item:
        return list(dict.fromkeys(forms.documents(item["idLocal"])))
    return forms.numbers(kind, item["number"]) if "number" in item else []


def _texts(value: Any) -> Iterator[str]:
    """Yield the texts of a literal, or of a map of languages."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from [each] if isinstance(each, str) else each


def _deadlines(item: Item) -> list[int]:
    """Return the last days of a measure and of its targets as numbers, sorted; a period is due when it ends."""
    dated = [item, *item.get("targets", ())]
    days = [day for each in dated for day in (each.get("deadline"), each.get("period", {}).get("endDate")) if day]
    return sorted({int(day[:10].replace("-", "")) for day in days})
