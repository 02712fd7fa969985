"""Releases with any number of plans, made without a build: a manifest, a journal, and the reference data in a store."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import pyoxigraph as ox
import pytest
from flask import Flask
from flask.testing import FlaskClient

from mapping.reference import reference
from mapping.release import folder as release
from mapping.release import journal
from mapping.release.folder import Dump, Graph, Manifest, PlanEntry
from mapping.release.lifecycle import publishing
from mapping.release.publication import Publication
from mapping.release.quality import OVERVIEW, Dimension, Overview, PlanQuality, Share
from server.app import close, create_app
from server.config import Lanes, ServerConfig
from tests.harvesters.environments import MissingImporterError

BASE = "https://data.example.org/"
PUBLICATION = Publication(
    base=BASE, publisher={"zh": "示例数据局", "en": "Example Data Bureau"}, publisher_code="11120000000000000T"
)
VOCABULARIES = Path(__file__).parents[4] / "shared" / "conformance" / "dcat-ap-3.0.1-vocabularies"
SHAPES = Path(__file__).parents[4] / "shared" / "conformance" / "dcat-ap-3.0.1"
PROVINCES = ("110000", "120000", "310000", "440000", "500000", "650000")

_PLAN = """
@prefix policy: <https://w3id.org/policygraph/def#> .
@prefix eli: <http://data.europa.eu/eli/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<id/plan/{id}> a policy:ImplementationPlan ; eli:date_document "2020-05-23"^^xsd:date .
<id/measure/{id}/1> a policy:Measure ; eli:is_part_of <id/plan/{id}> ; policy:deadline "2022-12-31"^^xsd:date ;
    policy:theme <https://w3id.org/policygraph/theme/ndrc-2020-293/0{theme}> .
"""


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def plan_ids(count: int) -> tuple[str, ...]:
    return tuple(f"plan-{number:04d}" for number in range(1, count + 1))


@dataclass
class Shop:
    """A folder of releases that are published one after the other; ``salt`` makes a plan another version."""

    releases: Path
    publication: Publication = PUBLICATION
    hour: int = 0
    published: list[str] = field(default_factory=list)

    def publish(self, plans: tuple[str, ...], *, salt: dict[str, str] | None = None) -> Manifest:
        """Publish a release of these plans, an hour after the one before."""
        texts = {plan: _PLAN.format(id=plan, theme=1 + place % 9) for place, plan in enumerate(plans)}
        texts = {plan: text + f"# {(salt or {}).get(plan, '')}" for plan, text in texts.items()}
        manifest = self._write(texts)
        events = journal.written(self.releases)
        at = f"2026-01-{1 + self.hour // 24:02d}T{self.hour % 24:02d}:00:00Z"
        self.hour += 1
        moment = dt.datetime.fromisoformat(at)
        digests = {plan.id: plan.digest for plan in manifest.plans}
        nationals = {plan.id: plan.national for plan in manifest.plans if plan.national}
        journal.append(
            self.releases, journal.next_event(events, manifest.id, digests, moment, nationals, manifest.digests)
        )
        publishing.switch(self.releases, manifest.id)
        return manifest

    def _write(self, texts: dict[str, str]) -> Manifest:
        iris = self.publication.iris
        name = digest("".join(f"{plan}{text}" for plan, text in texts.items()))[:16]
        folder = self.releases / name
        folder.mkdir(exist_ok=True)
        store = ox.Store(str(folder / "store"))
        common = list(reference.load().quads()) if iris.vocabulary == "https://w3id.org/policygraph/" else []
        for quad in common:
            store.add(ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(f"{iris.base}graph/reference")))
        dumps, graphs = [], [Graph(iri=f"{iris.base}graph/reference", triples=len(common), sha256=digest("reference"))]
        dumps += _dump(folder, "reference.nq", "application/n-quads", "reference", f"{iris.base}graph/reference")
        graphs.append(Graph(iri=f"{iris.base}graph/ontology", triples=1, sha256=digest("ontology")))
        for plan, text in texts.items():
            graph = f"{iris.base}graph/plan/{plan}"
            store.load(text, format=ox.RdfFormat.TURTLE, base_iri=iris.base, to_graph=ox.NamedNode(graph))
            graphs.append(Graph(iri=graph, triples=5, sha256=digest(text)))
            dumps += _dump(folder, f"plan/{plan}.nq", "application/n-quads", text, graph)
            dumps += _dump(folder, f"plan/{plan}.ttl", "text/turtle", text, graph)
            dumps += _dump(folder, f"plan/{plan}.csv", "text/csv", f"plan,number\r\n{plan},1\r\n", graph)
            dumps += _dump(folder, f"document/{plan}/canonical.txt", "text/plain", "原文", None)
            dumps += _dump(folder, f"document/{plan}/原文.txt", "text/plain", "原文", None)
        dumps += _dump(folder, "policygraph.nq", "application/n-quads", "".join(texts.values()) * 5, None)
        dumps += _dump(folder, "vocabulary/shapes/plan.ttl", "text/turtle", "shapes", None)
        dumps += _dump(folder, "ontology.nq", "application/n-quads", "ontology", f"{iris.base}graph/ontology")
        dumps += _dump(folder, "measures.csv", "text/csv", "plan,number\r\n", None)
        store.flush()
        del store
        entries = tuple(
            PlanEntry(
                id=plan, title={"zh": f"{plan}实施方案"}, jurisdiction=PROVINCES[place % len(PROVINCES)],
                national="ndrc-2020-293", digest=digest(text), measures=1, warnings=2,
                official_page=f"https://www.example.gov.cn/{plan}.html",
            )
            for place, (plan, text) in enumerate(texts.items())
        )  # fmt: skip # entries side by side
        manifest = Manifest(
            id=name, software="0.1.0", publication=self.publication, plans=entries, held_back=(), graphs=tuple(graphs),
            dumps=tuple(dumps),
        )  # fmt: skip # entries side by side
        (folder / "reports").mkdir(exist_ok=True)
        (folder / "reports" / OVERVIEW).write_bytes(msgspec.json.encode(_overview(entries)))
        (folder / release.MANIFEST).write_bytes(msgspec.json.encode(manifest))
        return manifest


def _overview(plans: tuple[PlanEntry, ...]) -> Overview:
    """Return what was counted: of each plan two of three, and one more plan that was held back."""
    shares: dict[Dimension, Share] = {"completeness": Share(expected=3, found=2)}
    lines = [
        PlanQuality(
            plan=name, title={}, jurisdiction="", measures=1, profile=None, counts={}, shares=shares, held_back=name == "held"
        )
        for name in (*(plan.id for plan in plans), "held")
    ]  # fmt: skip # entries side by side
    return Overview(plans=tuple(lines), tallies=())


def _dump(folder: Path, name: str, media_type: str, text: str, graph: str | None) -> list[Dump]:
    path = folder / "dumps" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", newline="")
    return [release.dump_of(path, folder, media_type, graph)]


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Shop]:
    """Open a shop in a folder of its own."""

    def opened(publication: Publication = PUBLICATION) -> Shop:
        return Shop(tmp_path_factory.mktemp("releases"), publication)

    return opened


@pytest.fixture(scope="module")
def window_on(shop: Callable[..., Shop]) -> Iterator[Callable[[Shop], FlaskClient]]:
    """Open windows on shops; they are closed with the module."""
    opened: list[Flask] = []

    def opening(one: Shop) -> FlaskClient:
        app = create_app(ServerConfig(releases=one.releases, lanes=Lanes(fast=1), release_check_seconds=0.0))
        opened.append(app)
        return app.test_client()

    yield opening
    for app in opened:
        close(app)


def installed(get: Callable[[], Path]) -> Path:
    """Return where an importer is; where it is not to be had, skip, but fail in CI."""
    try:
        return get()
    except MissingImporterError as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(error))
