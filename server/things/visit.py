"""A visit: someone opens a thing's page in a language. What every page shares is here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from mapping.release.folder import PlanEntry
from mapping.release.history import History
from mapping.release.release import Release
from ontology.iris import plan_graph
from server.search_index.opened import opened
from server.things.reader import COUNT_UP_TO, BoundedCount, Reader
from server.words.addresses import Addresses
from server.words.facts import Facts, Value
from server.words.labels import Text
from server.words.language import Language, Words
from server.words.links import Link, Paging, in_order
from server.words.names import Name, Namer, kind

VALUES_SHOWN = 60
"""How many values of one property a page lists; the data has them all."""
LINKS_A_PAGE = 50
"""The page size of ``thing-links-by.rq``."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A property with its values; ``left_out`` values are not shown."""

    prop: Link
    values: tuple[Link | Text, ...]
    left_out: int = 0
    short_name: str = ""


@dataclass(frozen=True, slots=True)
class Linking:
    """What points to a thing by one property: how many, and the first of them."""

    prop: Link
    short_name: str
    count: BoundedCount
    sources: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class LinkedBy:
    """A page of what points to a thing by one property."""

    prop: Link
    total: BoundedCount
    sources: tuple[Link, ...]
    paging: Paging


@dataclass(frozen=True, slots=True)
class Provenance:
    """How a thing came here: the file, the reading of it, the graph that holds it and that graph's checksum."""

    source: Link | None
    extraction: Link | None
    software: Link | None
    graph: Link
    digest: str


@dataclass(slots=True)
class Visit:
    """Someone opens ``thing``; ``wish`` is the language that the address names, and that links carry on.

    ``beside`` is what is known of the thing although no graph says it.
    """

    thing: str
    reader: Reader
    addresses: Addresses
    release: Release
    history: History
    language: Language
    wish: Language | None = None
    page: int = 1
    arguments: dict[str, str] = field(default_factory=dict)
    beside: Sequence[ox.Triple] = ()
    facts: Facts = field(init=False)

    def __post_init__(self) -> None:
        """Read what is said of the thing, and the names of what it points to."""
        self.facts = self.reader.described(self.thing)
        self.facts.add(self.beside)

    @property
    def words(self) -> Words:
        """The window's words."""
        return Words(self.language)

    @property
    def namer(self) -> Namer:
        """Names things by what has been read so far."""
        return Namer(self.facts, self.words, self.facts.curies)

    @property
    def kind(self) -> str:
        """The kind of the thing."""
        return kind(self.facts, self.thing)

    @property
    def name(self) -> Name:
        """The name of the thing."""
        return self.namer.name(self.thing)

    def read(self, *names: str, page: int = 1, **bindings: str) -> Facts:
        """Return what queries say of the thing, and remember it so that its names are known."""
        found = self.reader.facts(*names, page=page, thing=self.thing, **bindings)
        self.facts.merge(found)
        return found

    def link(self, iri: str) -> Link:
        """Return a link to a thing, called by its name."""
        name = self.namer.name(iri)
        return self.addresses.link(iri, name.short, name.more)

    def links(self, iris: Iterable[str]) -> tuple[Link, ...]:
        """Return links to things."""
        return tuple(self.link(iri) for iri in iris)

    def link_of(self, *properties: str) -> Link | None:
        """Return a link to the first thing that a property of this one points to."""
        found = self.facts.thing(self.thing, *properties)
        return self.link(found) if found else None

    def text(self, *properties: str) -> Text | None:
        """Return the best text among properties of the thing."""
        return self.facts.text(self.thing, self.language, *properties)

    def translated(self, thing: str | None = None) -> str | None:
        """Return what a thing that was read of, or the visited one, says in English by an unofficial translation."""
        return self.facts.string(thing or self.thing, "policy:unofficialTranslation")

    def texts(self, *properties: str) -> tuple[Text, ...]:
        """Return the texts in the page's language, or all of them where there is none in it."""
        found = [
            Text(literal.value, literal.language or "") for literal in self.facts.literals(self.thing, *properties)
        ]
        own = tuple(text for text in found if text.language in {self.language, ""})
        return own or tuple(found)

    def here(self, **query: str | int | None) -> str:
        """Return the address of this page with another query."""
        address = self.addresses.document(self.thing, "", **query)
        assert address is not None  # noqa: S101 - a visit is to a thing that this server answers for
        return address

    def paging(self, total: BoundedCount, size: int, **query: str) -> Paging:
        """Return the pages before and after this one, in a list of ``total`` with ``size`` a page."""
        return self._turn(total.is_open or self.page * size < total.number, **query)

    def property_link(self, short_name: str) -> Link:
        """Return a link to the definition of a property."""
        iri = self.facts.curies.expand(short_name)
        return self.addresses.link(iri, self.namer.property(short_name))

    def statements(self) -> tuple[Statement, ...]:
        """Return everything that is said of the thing itself."""
        return tuple(self._statement(prop, values) for prop, values in sorted(self.facts.about(self.thing)))

    def _statement(self, short_name: str, values: list[Value]) -> Statement:
        shown = tuple(self._value(value) for value in values[:VALUES_SHOWN])
        return Statement(self.property_link(short_name), shown, max(0, len(values) - VALUES_SHOWN), short_name)

    def _value(self, value: Value) -> Link | Text:
        if isinstance(value, ox.NamedNode):
            return self.link(value.value)
        return Text(value.value, value.language or "")

    def linking(self) -> tuple[Linking, ...]:
        """Return everything that points to the thing, by property and counted, with the first few of each."""
        return tuple(self._linking(relation, count) for relation, count in self._link_counts().items())

    def linking_by(self, short_name: str) -> tuple[Link, ...]:
        """Return links to the first few things that point to this one by a property."""
        relation = self.facts.curies.expand(short_name)
        count = self._link_counts().get(relation)
        return self._linking(relation, count).sources if count else ()

    def _linking(self, relation: str, count: BoundedCount) -> Linking:
        short_name = self.facts.curies.compact(relation)
        first = self.read("first-links", relation=relation)
        sources = self.links(source for source, _ in first.pointing_to(self.thing))
        return Linking(self.property_link(short_name), short_name, count, in_order(sources))

    def _link_counts(self) -> dict[str, BoundedCount]:
        """Return how many statements point to the thing, by property: what the release counted, or counts up to a bound."""
        counted = opened().summary(self.thing).links
        if counted:
            return {relation: BoundedCount(number) for relation, number in counted}
        rows = self.reader.rows("link-counts", thing=self.thing)
        numbers = {row.text("property"): row.integer("count") for row in rows}
        is_open = sum(numbers.values()) > COUNT_UP_TO
        return {relation: BoundedCount(number, is_open=is_open) for relation, number in numbers.items()}

    def provenance(self) -> Provenance | None:
        """Return how the plan that the thing is part of was read, or nothing where it is part of none."""
        plan, entry = self.facts.thing(self.thing, "eli:is_part_of"), self.plan
        if plan is None or entry is None:
            return None
        self.facts.merge(self.reader.facts("provenance", thing=plan))
        made = self.facts.thing(plan, "prov:wasGeneratedBy")
        software = self.facts.thing(made, "prov:wasAssociatedWith")
        graph = self.addresses.iris.absolute(plan_graph(entry.id))
        source = self.facts.thing(plan, "policy:document")
        return Provenance(
            source=self.link(source) if source else None,
            extraction=self.link(made) if made else None,
            software=self.link(software) if software else None,
            graph=self.link(graph),
            digest=entry.digest,
        )

    @property
    def plan(self) -> PlanEntry | None:
        """What the release says of the plan that the thing is part of, nothing where it is part of none."""
        plan = self.facts.thing(self.thing, "eli:is_part_of") or ""
        return self.release.plan(plan.rpartition("id/plan/")[2])

    def since(self, entry: PlanEntry) -> str | None:
        """Return when a plan as it is was first published, in UTC (ISO 8601), where the journal says so."""
        return next((event.at for event in self.history.events if event.plans.get(entry.id) == entry.digest), None)

    def linked_by(self, short_name: str) -> LinkedBy:
        """Return a page of what points to the thing by one property."""
        relation = self.facts.curies.expand(short_name)
        found = self.read("links-by", page=self.page, relation=relation)
        sources = [source for source, prop in found.pointing_to(self.thing) if prop == short_name]
        total = self._link_counts().get(relation, BoundedCount(0))
        more = len(sources) == LINKS_A_PAGE
        return LinkedBy(
            self.property_link(short_name), total, in_order(self.links(sources)), self._turn(more, links=short_name)
        )

    def _turn(self, more: bool, **query: str) -> Paging:
        before = self.here(page=self.page - 1 if self.page > 2 else None, **query) if self.page > 1 else None
        return Paging(self.page, before, self.here(page=self.page + 1, **query) if more else None)
