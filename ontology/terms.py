"""The terms, closed, and the prefixes: one place each, held equal to ``policy.ttl`` and ``context.jsonld`` by tests."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rdflib.namespace import ClosedNamespace

from ontology.iris import DEFAULT_VOCABULARY, Iris

CLASSES = (
    "Agency",
    "AgencyGroup",
    "CanonicalText",
    "Citation",
    "CitedDocument",
    "Extraction",
    "Function",
    "ImplementationPlan",
    "Jurisdiction",
    "KnownPlan",
    "Measure",
    "NationalOpinion",
    "Parameter",
    "Part",
    "Passage",
    "Point",
    "QuotedRequirement",
    "Requirement",
    "Responsibility",
    "Signature",
    "SourceDocument",
    "Target",
    "Theme",
    "Translation",
)
"""Local names of the classes."""

OBJECT_PROPERTIES = (
    "agency",
    "answers",
    "canonicalText",
    "document",
    "function",
    "group",
    "hasCitation",
    "hasMapping",
    "hasParameter",
    "hasResponsibility",
    "hasSignature",
    "hasTarget",
    "hasTranslation",
    "implements",
    "leadAgency",
    "mentionsDocument",
    "period",
    "positionSelector",
    "producesDocument",
    "quoteSelector",
    "quotedOnlyIn",
    "responsibleAgency",
    "role",
    "supportingAgency",
    "theme",
    "translationOf",
)
"""Local names of the properties whose values are things."""

DATATYPE_PROPERTIES = (
    "block",
    "characters",
    "deadline",
    "deadlineText",
    "expected",
    "fileName",
    "formerName",
    "found",
    "governmentStem",
    "knownGap",
    "localUnitForm",
    "localUnitName",
    "mediaType",
    "otherAgencies",
    "page",
    "partyOfficeName",
    "partyStem",
    "prefecturalName",
    "printedLabel",
    "provincialName",
    "recognitionSureness",
    "row",
    "sample",
    "unofficialTranslation",
    "unofficialUnitTranslation",
    "validFrom",
    "validUntil",
)
"""Local names of the properties whose values are literals."""


def policy(vocabulary: str = DEFAULT_VOCABULARY) -> ClosedNamespace:
    """Return the ontology's namespace under the vocabulary base; a term that it lacks raises ``AttributeError``."""
    return ClosedNamespace(f"{vocabulary}def#", [*CLASSES, *OBJECT_PROPERTIES, *DATATYPE_PROPERTIES])


POLICY = policy()
"""The namespace at the default vocabulary base: ``POLICY.Measure``."""

PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        "policy": f"{DEFAULT_VOCABULARY}def#",
        "pg": DEFAULT_VOCABULARY,
        "dcat": "http://www.w3.org/ns/dcat#",
        "dct": "http://purl.org/dc/terms/",
        "dqv": "http://www.w3.org/ns/dqv#",
        "eli": "http://data.europa.eu/eli/ontology#",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "oa": "http://www.w3.org/ns/oa#",
        "org": "http://www.w3.org/ns/org#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "prov": "http://www.w3.org/ns/prov#",
        "qb": "http://purl.org/linked-data/cube#",
        "qudt": "http://qudt.org/schema/qudt/",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "schema": "http://schema.org/",
        "sd": "http://www.w3.org/ns/sparql-service-description#",
        "semapv": "https://w3id.org/semapv/vocab/",
        "sh": "http://www.w3.org/ns/shacl#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "spdx": "http://spdx.org/rdf/terms#",
        "sssom": "https://w3id.org/sssom/",
        "unit": "http://qudt.org/vocab/unit/",
        "vann": "http://purl.org/vocab/vann/",
        "vcard": "http://www.w3.org/2006/vcard/ns#",
        "void": "http://rdfs.org/ns/void#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
)
"""Every prefix that this project writes, at the default vocabulary base: our own first, the rest by name."""


def prefixes(iris: Iris) -> dict[str, str]:
    """Return :data:`PREFIXES` with the vocabulary base of this installation, in the same order."""
    return {prefix: iris.rebase(namespace) for prefix, namespace in PREFIXES.items()}
