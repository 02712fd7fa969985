"""Names of bodies of every kind and level, against what a careful reader takes them for: ``tests/labelled/bodies.jsonl``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mapping.agencies.resolution import resolve
from mapping.comparable import matching_form
from mapping.parsers import names
from mapping.reference.reference import Reference, load

LABELLED = Path(__file__).parents[2] / "labelled/bodies.jsonl"
CASES: list[dict[str, Any]] = [json.loads(line) for line in LABELLED.read_text("utf-8").splitlines()]
AGENCIES = [case for case in CASES if case["kind"] == "agency"]


def _id(case: dict[str, Any]) -> str:
    return f"{case['jurisdiction']} {case['name']} {case.get('year', '')}"


@pytest.fixture(scope="module")
def reference() -> Reference:
    return load()


def test_the_set_holds_what_its_readme_says() -> None:
    assert [sum(case["batch"] == batch for case in CASES) for batch in ("open", "held-out")] == [148, 62]
    assert len({_id(case) for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=_id)
def test_a_name_is_one_body_or_several(case: dict[str, Any]) -> None:
    assert names.kind(matching_form(case["name"])) == case["kind"]


@pytest.mark.parametrize("case", AGENCIES, ids=_id)
def test_a_name_means_the_body_of_its_place_and_time(case: dict[str, Any], reference: Reference) -> None:
    found = resolve(case["name"], case["jurisdiction"], reference, case.get("year"))
    function = f"pg:function/{case['function']}" if case["function"] else None
    parent = f"pg:agency/100000/{case['parent']}" if "parent" in case else None

    assert (found.canonical, found.jurisdiction, found.function) == (case["official"], case["place"], function)
    assert found.parent == parent
    assert ("half" if found.half else None if found.known else "unknown") == case.get("unread")
