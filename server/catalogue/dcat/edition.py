"""An edition of the catalogue: a release with its history. Every door of the catalogue is a function of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from mapping.release.datasets import COMMON, dataset_of
from mapping.release.folder import Dump, Graph, Manifest, PlanEntry
from mapping.release.history import History
from ontology import iris as names
from ontology.iris import Iris, of_plan, publisher
from server.catalogue.dcat import authorities
from server.catalogue.dcat.coverage import CatalogueCoverage, coverage
from server.catalogue.dcat.nodes import Agent, Contact, Labelled, Node, Texts
from server.catalogue.dcat.texts import texts
from server.release.live import Served, live, served
from server.web.responses import entity_tag

CATALOG = publisher("catalog")
PUBLISHER = publisher("agent", "publisher")
CONTACT = publisher("agent", "contact")
RIGHTS = publisher("catalog") + "#rights"

_GRAPHS = {"reference": names.REFERENCE_GRAPH, "ontology": names.ONTOLOGY_GRAPH, "quality": names.QUALITY_GRAPH}


@dataclass(frozen=True, eq=False)
class Edition:
    """What a release holds, since when, and about what."""

    manifest: Manifest
    history: History
    coverage: CatalogueCoverage

    @property
    def iris(self) -> Iris:
        """The bases of the installation."""
        return self.manifest.publication.iris

    @cached_property
    def tag(self) -> str:
        """What every answer of this edition depends on: the release, and the journal up to it."""
        return entity_tag(self.manifest.id, str(len(self.history.events)), self.history.last)

    @cached_property
    def plans(self) -> dict[str, PlanEntry]:
        """The plans by id, sorted, invented samples last: the order of every list."""
        return {plan.id: plan for plan in sorted(self.manifest.plans, key=lambda plan: (plan.sample, plan.id))}

    @cached_property
    def graphs(self) -> dict[str, Graph]:
        """The named graphs by IRI."""
        return {graph.iri: graph for graph in self.manifest.graphs}

    @cached_property
    def datasets(self) -> dict[str, CatalogueDataset]:
        """All datasets by name, in the order of every list: the common ones, then the plans."""
        common = (CatalogueDataset(self, name) for name in COMMON)
        present = [each for each in common if each.name == "all" or each.graph in self.graphs]
        present += [CatalogueDataset(self, plan) for plan in self.plans]
        return {each.name: each for each in present}

    @property
    def whole(self) -> CatalogueDataset:
        """The dataset that holds all others."""
        return self.datasets["all"]

    @cached_property
    def dumps(self) -> dict[str, list[Dump]]:
        """The files of each dataset, in the order of the manifest."""
        by_dataset: dict[str, list[Dump]] = {}
        for dump in self.manifest.dumps:
            by_dataset.setdefault(dataset_of(dump.path), []).append(dump)
        return by_dataset

    def address(self, path: str) -> str:
        """Return the public address of a path below the base: the base that is configured, never the host that was asked."""
        return self.iris.base + path.lstrip("/")

    def national_title(self, identifier: str) -> Texts:
        """Return the title of a national document, or its id where the graph does not hold it."""
        title = self.coverage.nationals.get(self.iris.absolute(names.national(identifier)))
        return title or {"zh": identifier, "en": identifier}

    def place_label(self, code: str) -> Texts:
        """Return the name of a jurisdiction, or its code where the graph does not hold it."""
        place = self.coverage.places.get(self.iris.absolute(names.jurisdiction(code)))
        return place.label if place else {"zh": code, "en": code}


@dataclass(frozen=True, eq=False)
class CatalogueDataset:
    """A dataset of the catalogue, by its name: a plan's id, or one of :data:`COMMON`, which all plans share."""

    edition: Edition
    name: str

    @property
    def plan(self) -> PlanEntry | None:
        """The plan whose dataset it is."""
        return self.edition.plans.get(self.name)

    @property
    def is_sample(self) -> bool:
        """Whether its plan is an invented sample."""
        return bool(self.plan and self.plan.sample)

    @property
    def reference(self) -> str:
        """Its reference."""
        return dataset_reference(self.name)

    @property
    def iri(self) -> str:
        """Its identifier."""
        return self.edition.iris.absolute(self.reference)

    @property
    def landing(self) -> str:
        """The public address of its page."""
        return self.edition.address(f"doc/{self.reference}")

    @property
    def graph(self) -> str:
        """The IRI of the named graph that it holds; the whole has none, so the base stands for it."""
        if self.plan:
            return self.edition.iris.absolute(names.plan_graph(self.name))
        return self.edition.iris.absolute(_GRAPHS.get(self.name, ""))

    @property
    def triples(self) -> int:
        """How many triples it holds."""
        graph, manifest = self.edition.graphs.get(self.graph), self.edition.manifest
        if graph:
            return graph.triples
        return (manifest.merged or manifest.triples) if self.name == "all" else 0

    @property
    def dumps(self) -> list[Dump]:
        """Its files, in the order of the manifest."""
        return self.edition.dumps.get(self.name, [])

    @property
    def issued(self) -> str:
        """When it was first published."""
        history = self.edition.history
        return history.issued(self.name) if self.plan else history.first

    @property
    def modified(self) -> str:
        """When its content last changed; a release that leaves it as it was does not move it."""
        history = self.edition.history
        if self.plan:
            return history.modified(self.name)
        changed = history.changed(self.name)
        return changed.at if changed else history.last

    @property
    def release(self) -> str:
        """The release with which its content last changed."""
        history = self.edition.history
        events = history.of(self.name) if self.plan else tuple(filter(None, (history.changed(self.name),)))
        return events[-1].release if events else self.edition.manifest.id

    @property
    def version(self) -> str:
        """Its version, the beginning of its digest: equal versions have equal content."""
        manifest = self.edition.manifest
        return (self.plan.digest if self.plan else manifest.digests.get(self.name, manifest.id))[:16]

    @property
    def license(self) -> str:
        """Its licence: a plan may have one of its own."""
        return (self.plan.license if self.plan else None) or self.edition.manifest.publication.license

    @property
    def series(self) -> str | None:
        """The reference of the series that it is in; none where no national document is known."""
        return publisher("series", self.plan.national) if self.plan and self.plan.national else None


def dataset_reference(name: str) -> str:
    """Return the reference of a dataset by its name."""
    return of_plan("dataset", name)


def current() -> Edition:
    """Return the edition that the current request is answered from."""
    now = served()
    return now.once(_edition, live().shelf.history)


def _edition(now: Served, known: History) -> Edition:
    return Edition(now.manifest, known.until(now.id), now.once(coverage))


def shared_nodes(edition: Edition) -> Iterator[Node]:
    """Yield what every dataset refers to: publisher, contact, rights, the concepts of others, our theme schemes."""
    publication = edition.manifest.publication
    kind = authorities.publisher_kind(publication.publisher_type)
    homepage, email = publication.publisher_homepage or None, publication.publisher_email
    mbox = f"mailto:{email}" if email else None
    yield Agent(id=PUBLISHER, name=publication.publisher, terms=kind.id, homepage=homepage, mbox=mbox)
    yield kind
    for address in filter(None, (homepage, mbox)):
        yield Labelled(id=address, type=("foaf:Document",), title=publication.publisher)
    by_mail = publication.contact.startswith("mailto:")
    yield Contact(
        id=CONTACT,
        full_name=publication.publisher,
        email=publication.contact if by_mail else None,
        url=None if by_mail else publication.contact,
    )
    yield Labelled(id=publication.contact, type=("foaf:Document",), title=publication.publisher)
    yield Labelled(id=RIGHTS, type=("dct:RightsStatement",), label=publication.rights)
    yield from authorities.concepts()
    for scheme in sorted({theme.scheme for theme in edition.coverage.themes.values()}):
        label = edition.coverage.schemes.get(scheme, {"zh": scheme, "en": scheme})
        yield Labelled(id=scheme, type=("skos:ConceptScheme",), title=label, pref_label=label)
    ontology = texts("parts.ontology")
    yield Labelled(id=names.PREFIX + "def", type=("dct:Standard",), title=ontology)
