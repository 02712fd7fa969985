"""Turtle, context and code name the same terms."""

import json
import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import msgspec
import pytest
from rdflib import OWL, RDF, Graph, URIRef

from mapping.records import records
from ontology import terms
from ontology.iris import DEFAULT_VOCABULARY, Iris
from ontology.terms import POLICY, PREFIXES, policy, prefixes
from ontology.vocabulary import sources

SCHEMA = PREFIXES["schema"]
OUR_KINDS = {
    OWL.Class: terms.CLASSES,
    OWL.ObjectProperty: terms.OBJECT_PROPERTIES,
    OWL.DatatypeProperty: terms.DATATYPE_PROPERTIES,
}


def context() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(files("mapping.records").joinpath("context.jsonld").read_text("utf-8"))[
        "@context"
    ]
    return loaded


def expanded(entry: object) -> str | None:
    """The IRI that a term of the context stands for, in prefixed form."""
    if isinstance(entry, dict):
        entry = entry.get("@id", entry.get("@reverse"))
    return entry if isinstance(entry, str) and not entry.startswith(("@", "http")) else None


def record_types() -> Iterator[type[records.Record]]:
    yield from (kind for kind in vars(records).values() if isinstance(kind, type) and issubclass(kind, records.Record))


def classes_of(record: type[records.Record]) -> list[str]:
    """The policy: classes that a kind of record is an instance of."""
    if record is records.Quantity:
        return ["Target", "Parameter"]
    default = next((field.default for field in msgspec.structs.fields(record) if field.name == "type"), None)
    return [default] if default in terms.CLASSES else []


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(data=sources()[0].read_text("utf-8"), format="turtle")


@pytest.mark.parametrize("kind", OUR_KINDS, ids=lambda kind: str(kind).rpartition("#")[2])
def test_the_code_names_exactly_the_terms_of_the_turtle(ontology: Graph, kind: URIRef) -> None:
    declared = {str(term).removeprefix(str(POLICY)) for term in ontology.subjects(RDF.type, kind)}
    assert declared == set(OUR_KINDS[kind])


def test_the_context_uses_exactly_the_terms_of_the_ontology_but_for_those_of_curated_data() -> None:
    used = {
        iri.removeprefix("policy:") for iri in map(expanded, context().values()) if iri and iri.startswith("policy:")
    }
    declared = {*terms.CLASSES, *terms.OBJECT_PROPERTIES, *terms.DATATYPE_PROPERTIES}
    assert used <= declared
    assert declared - used == {
        "KnownPlan", "formerName", "governmentStem", "localUnitForm", "localUnitName", "partyOfficeName", "partyStem",
        "prefecturalName", "provincialName", "validFrom", "validUntil",
    }  # fmt: skip # entries side by side


def test_terms_are_listed_once_and_by_name() -> None:
    for names in OUR_KINDS.values():
        assert list(names) == sorted(set(names))


def test_what_a_record_says_with_a_property_is_what_the_property_is_for(ontology: Graph) -> None:
    checked = 0
    for record in record_types():
        for field in msgspec.structs.fields(record):
            iri = expanded(context().get(field.encode_name))
            if iri is None or not iri.startswith("policy:"):
                continue
            term = POLICY[iri.removeprefix("policy:")]
            meant_for = set(ontology.objects(term, URIRef(f"{SCHEMA}domainIncludes")))
            assert {POLICY[name] for name in classes_of(record)} <= meant_for, f"{record.__name__}.{field.name}"
            checked += 1
    assert checked > len(terms.DATATYPE_PROPERTIES)


def test_a_property_of_things_is_read_as_a_reference_and_one_of_literals_is_not() -> None:
    for entry in context().values():
        iri = expanded(entry)
        if iri is None or not iri.startswith("policy:") or not isinstance(entry, dict):
            continue
        name = iri.removeprefix("policy:")
        assert (entry.get("@type") == "@id") == (name in terms.OBJECT_PROPERTIES), name


def test_a_term_that_the_ontology_lacks_is_refused() -> None:
    with pytest.raises(AttributeError, match="hasBudget"):
        _ = POLICY.hasBudget


def test_the_namespace_follows_the_vocabulary_base() -> None:
    assert policy("https://example.org/v/").Measure == URIRef("https://example.org/v/def#Measure")
    assert URIRef(f"{DEFAULT_VOCABULARY}def#Measure") == POLICY.Measure


def test_the_context_and_the_code_agree_on_every_prefix() -> None:
    in_context = {k: v for k, v in context().items() if isinstance(v, str) and v.startswith("http")}
    assert len(in_context) > 10
    assert in_context.items() <= dict(PREFIXES).items()


def test_the_turtle_files_agree_with_the_code_on_every_shared_prefix() -> None:
    examples = [entry for entry in files("ontology").joinpath("examples").iterdir() if entry.name.endswith(".ttl")]
    for source in [*sources(), *examples]:
        stated = dict(re.findall(r"^@prefix (\w+):\s+<([^>]+)> \.$", source.read_text("utf-8"), re.MULTILINE))
        foreign = {prefix: iri for prefix, iri in stated.items() if not iri.startswith(DEFAULT_VOCABULARY)}
        assert stated
        assert foreign.items() <= dict(PREFIXES).items(), source.name


def test_prefixes_begin_with_our_own_and_go_on_by_name() -> None:
    assert list(PREFIXES)[:2] == ["policy", "pg"]
    assert list(PREFIXES)[2:] == sorted(list(PREFIXES)[2:])


def test_only_our_own_prefixes_follow_the_vocabulary_base() -> None:
    moved = prefixes(Iris(vocabulary="https://example.org/v/", base="https://example.org/d/"))
    assert list(moved) == list(PREFIXES)
    assert {prefix for prefix in moved if moved[prefix] != PREFIXES[prefix]} == {"policy", "pg"}
    assert moved["policy"] == "https://example.org/v/def#"
