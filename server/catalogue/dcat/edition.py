"""An edition of the catalogue: a release with its history. Every door of the catalogue is a function of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
        """The plans by id, sorted: the order of every list."""
        return {plan.id: plan for plan in sorted(self.manifest.plans, key=lambda plan: plan.id)}

    @cached_property
    def graphs(self) -> dict[str, Graph]:
        """The named graphs by IRI."""
        return {graph.iri: graph for graph in self.manifest.graphs}

    @cached_property
    def dataset_names(self) -> tuple[str, ...]:
        """The names of all datasets in the order of every list: the common ones, then the plans."""
        common = tuple(name for name in COMMON if name == "all" or self.graph_of(name) in self.graphs)
        return (*common, *self.plans)

    def graph_of(self, name: str) -> str:
        """Return the IRI of the named graph that a dataset holds; the whole has none, so the base stands for it."""
        if name in self.plans:
            return self.iris.absolute(names.plan_graph(name))
        return self.iris.absolute(_GRAPHS.get(name, ""))

    def triples_of(self, name: str) -> int:
        """Return how many triples a dataset holds."""
        graph = self.graphs.get(self.graph_of(name))
        if graph:
            return graph.triples
        return (self.manifest.merged or self.manifest.triples) if name == "all" else 0

    @cached_property
    def dumps(self) -> dict[str, list[Dump]]:
        """The files of each dataset, in the order of the manifest."""
        found: dict[str, list[Dump]] = {}
        for dump in self.manifest.dumps:
            found.setdefault(dataset_of(dump.path), []).append(dump)
        return found

    def address(self, path: str) -> str:
        """Return the public address of a path below the base: the base that is configured, never the host that was asked."""
        return self.iris.base + path.lstrip("/")

    def issued(self, name: str) -> str:
        """Return when a dataset was first published."""
        return self.history.issued(name) if name in self.plans else self.history.first

    def modified(self, name: str) -> str:
        """Return when the content of a dataset last changed; a release that leaves it as it was does not move it."""
        if name in self.plans:
            return self.history.modified(name)
        changed = self.history.changed(name)
        return changed.at if changed else self.history.last

    def release_of(self, name: str) -> str:
        """Return the release with which the content of a dataset last changed."""
        if name in self.plans:
            return self.history.of(name)[-1].release if self.history.of(name) else self.manifest.id
        changed = self.history.changed(name)
        return changed.release if changed else self.manifest.id

    def version(self, name: str) -> str:
        """Return the version of a dataset: the beginning of its digest, so that equal versions have equal content."""
        plan = self.plans.get(name)
        return (plan.digest if plan else self._digests.get(name, self.manifest.id))[:16]

    @cached_property
    def _digests(self) -> Mapping[str, str]:
        return self.manifest.digests

    def national_title(self, identifier: str) -> Texts:
        """Return the title of a national document, or its id where the graph does not hold it."""
        found = self.coverage.nationals.get(self.iris.absolute(names.national(identifier)))
        return found or {"zh": identifier, "en": identifier}

    def place_label(self, code: str) -> Texts:
        """Return the name of a jurisdiction, or its code where the graph does not hold it."""
        found = self.coverage.places.get(self.iris.absolute(names.jurisdiction(code)))
        return found.label if found else {"zh": code, "en": code}

    def series_of(self, plan: str) -> str | None:
        """Return the reference of the series that a plan's dataset is in; none where its national document is not known."""
        national = self.plans[plan].national
        return publisher("series", national) if national else None


def dataset(name: str) -> str:
    """Return the reference of a dataset by its name: a plan's id or one of :data:`COMMON`."""
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
