"""The data services: where the data is asked for, and by which protocol."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ontology.iris import publisher
from server.catalogue.dcat import authorities
from server.catalogue.dcat.datasets import plain
from server.catalogue.dcat.edition import CONTACT, PUBLISHER, Edition, dataset_reference
from server.catalogue.dcat.nodes import Labelled, Node, Service
from server.catalogue.dcat.texts import texts


@dataclass(frozen=True, slots=True)
class ServiceOffer:
    """A service: its address, the address of its description, and the standard that it follows."""

    name: str
    endpoint: str
    described: str
    standard: str


OFFERS = (
    ServiceOffer("sparql", "sparql", "sparql?format=ttl", "https://www.w3.org/TR/sparql11-protocol/"),
    ServiceOffer("api", "", "openapi.json", "https://spec.openapis.org/oas/v3.1.0"),
    ServiceOffer(
        "reconcile",
        "reconcile",
        "reconcile",
        "https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/",
    ),
    ServiceOffer("oai", "oai", "oai?verb=Identify", "http://www.openarchives.org/OAI/openarchivesprotocol.html"),
    ServiceOffer("stream", "stream", "stream", "https://w3id.org/ldes/specification"),
)


def references() -> tuple[str, ...]:
    """Return the references of all services."""
    return tuple(publisher("service", offer.name) for offer in OFFERS)


def nodes(edition: Edition) -> Iterator[Node]:
    """Yield the services and all that they refer to."""
    for offer in OFFERS:
        yield from service(edition, offer)


def service(edition: Edition, offer: ServiceOffer) -> Iterator[Node]:
    """Yield one service and all that it refers to; every service serves the whole graph."""
    title = texts(f"services.{offer.name}")
    reference = publisher("service", offer.name)
    license_iri = edition.manifest.publication.license
    landing = edition.address(f"doc/{reference}")
    yield Service(
        id=reference, identifier=edition.iris.absolute(reference), title=title,
        description=texts(f"services.{offer.name}-description"), keyword=plain([texts("keywords.policy"), title]),
        endpoint_url=edition.address(offer.endpoint), endpoint_description=edition.address(offer.described),
        conforms_to=(offer.standard,), publisher=PUBLISHER, contact_point=CONTACT, license=license_iri,
        access_rights=authorities.PUBLIC, theme=(authorities.GOVERNMENT,), landing_page=landing,
        serves_dataset=(dataset_reference("all"),),
    )  # fmt: skip # entries side by side
    yield authorities.standard(offer.standard)
    yield authorities.theme(authorities.GOVERNMENT)
    yield from authorities.license_document(license_iri)
    addresses = {edition.address(offer.endpoint), edition.address(offer.described), landing} - {edition.iris.base}
    for address in sorted(addresses):
        yield Labelled(id=address, type=("foaf:Document",), title=title)
