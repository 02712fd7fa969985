"""Every answer has the members, and only the members, that the JSON schemas of the Reconciliation Service API 0.2 give.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

import json
from typing import Any

import msgspec
import pytest
from flask.testing import FlaskClient
from msgspec import UNSET, UnsetType

V = "https://w3id.org/policygraph/"


class Named(msgspec.Struct, forbid_unknown_fields=True):
    """A type, a property, or an entity in a cell."""

    id: str
    name: str
    description: str | UnsetType = UNSET


class Feature(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    value: bool | float


class Candidate(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    name: str
    score: float
    match: bool
    type: list[Named]
    features: list[Feature]
    description: str | UnsetType = UNSET


class Result(msgspec.Struct, forbid_unknown_fields=True):
    result: list[Candidate]


class Suggested(Named, forbid_unknown_fields=True):
    notable: list[Named] | UnsetType = UNSET


class Suggestions(msgspec.Struct, forbid_unknown_fields=True):
    result: list[Suggested]


class Where(msgspec.Struct, forbid_unknown_fields=True):
    service_url: str
    service_path: str


class Template(msgspec.Struct, forbid_unknown_fields=True):
    url: str
    width: int | UnsetType = UNSET
    height: int | UnsetType = UNSET


class Extension(msgspec.Struct, forbid_unknown_fields=True):
    propose_properties: Where
    property_settings: list[dict[str, Any]]


class Manifest(msgspec.Struct, forbid_unknown_fields=True):
    versions: list[str]
    name: str
    identifierSpace: str  # noqa: N815 - the API's names
    schemaSpace: str  # noqa: N815
    documentation: str
    serviceVersion: str  # noqa: N815
    logo: str
    defaultTypes: list[Named]  # noqa: N815
    batchSize: int  # noqa: N815
    view: Template
    preview: Template
    suggest: dict[str, Where]
    extend: Extension


class Column(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    name: str
    type: Named | UnsetType = UNSET


class Extended(msgspec.Struct, forbid_unknown_fields=True):
    meta: list[Column]
    rows: dict[str, dict[str, list[dict[str, str | int | float]]]]


def test_the_manifest_is_one(client: FlaskClient) -> None:
    manifest = msgspec.json.decode(client.get("/reconcile").data, type=Manifest)
    assert "0.2" in manifest.versions
    assert set(manifest.suggest) == {"entity", "property", "type"}
    assert "{{id}}" in manifest.view.url
    assert isinstance(manifest.preview.width, int)


def test_a_batch_of_results_is_one(client: FlaskClient) -> None:
    queries = {"a": {"query": "市商务局"}, "b": {"query": "品牌", "limit": 5}, "c": {"query": "没有的", "type": "x"}}
    answer = client.post("/reconcile", data={"queries": json.dumps(queries)})
    batch = msgspec.json.decode(answer.data, type=dict[str, Result])
    assert batch["a"].result
    assert batch["b"].result
    assert batch["c"].result == []


@pytest.mark.parametrize("address", ["entity?prefix=商务", "property?prefix=职", "type?prefix=单"])
def test_suggestions_are_such(client: FlaskClient, address: str) -> None:
    assert msgspec.json.decode(client.get(f"/reconcile/suggest/{address}").data, type=Suggestions).result


def test_an_extended_table_holds_one_kind_of_value_a_cell(client: FlaskClient) -> None:
    proposed = client.get("/reconcile/properties", query_string={"type": f"{V}def#Agency"}).get_json()["properties"]
    asked = {
        "ids": [f"{V}agency/120000/shi-shang-wu-ju"],
        "properties": [{"id": each["id"]} for each in msgspec.convert(proposed, list[dict[str, str]])],
    }
    answer = client.post("/reconcile", data={"extend": json.dumps(asked)})
    table = msgspec.json.decode(answer.data, type=Extended)
    cells = [cell for row in table.rows.values() for values in row.values() for cell in values]
    assert cells
    allowed = [{"id", "name"}, {"id", "name", "description"}, {"str"}, {"float"}, {"int"}, {"date"}, set()]
    assert all(set(cell) in allowed for cell in cells)
