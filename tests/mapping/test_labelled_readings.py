"""What ``policygraph explain`` reads of whole sentences and clauses is what a careful reader takes from them."""

import json
import re
from collections import Counter
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from mapping.explain import ExplainedQuantity, Explainer, Explanation
from mapping.reference import reference
from ontology.iris import Iris

LABELLED = Path(__file__).parents[1] / "labelled/readings.jsonl"
CASES: list[dict[str, Any]] = [json.loads(line) for line in LABELLED.read_text(encoding="utf-8").splitlines()]
SCALES = {"百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
NO_TARGETS, NO_BODIES = "targets: no targets", "clauses: prose without responsibilities"
# Known to be read otherwise: a letter for a digit, a year's end without a verb, an association that no word names.
OPEN = {"1-T110", "3-T050", "2-C140"}
Amount = tuple[Decimal | None, Decimal | None, Decimal | None, str]


@cache
def explained(text: str, jurisdiction: str) -> Explanation:
    return _explainer().explain(text, jurisdiction)


@cache
def _explainer() -> Explainer:
    return Explainer.of(reference.load(), Iris())


def labelled(amount: dict[str, Any]) -> Amount:
    """Return a label with 万 and 亿 multiplied out."""
    scale, unit = Decimal(1), amount["unit"]
    while unit[:1] in SCALES and not re.match(r"千[米瓦克伏]|百分点", unit):
        scale, unit = scale * SCALES[unit[0]], unit[1:]
    value, least, most = (
        Decimal(str(amount[key])) * scale if key in amount else None for key in ("value", "min", "max")
    )
    return value, least, most, unit


def as_read(found: ExplainedQuantity) -> Amount:
    value, least, most = (Decimal(number) if number else None for number in (found.value, found.minimum, found.maximum))
    return value, least, most, found.unit


def quantities(case: dict[str, Any], kind: str) -> tuple[Counter[Amount], Counter[Amount]]:
    """Return what is expected and what is read, without the amounts that may be read or not."""
    found = Counter(as_read(one) for one in getattr(explained(case["text"], case["jurisdiction"]), kind))
    expected = Counter(map(labelled, case[kind]))
    may_be = {labelled(one) for one in case.get(f"optional_{kind}", ())}
    numbers = {frozenset(filter(None, amount[:3])) for amount in may_be}
    extra = {one for one in found if frozenset(filter(None, one[:3])) in numbers and one not in expected}
    return expected, Counter({one: count for one, count in found.items() if one not in extra})


def bodies(case: dict[str, Any]) -> tuple[set[tuple[str, str, str]], set[tuple[str, str, str]]]:
    """Return the bodies expected and read, each with role and kind; what may be read otherwise is taken as expected."""
    other = case.get("alt", {})
    found: set[tuple[str, str, str]] = {
        (one.name, one.role, one.kind) for one in explained(case["text"], case["jurisdiction"]).bodies
    }
    expected: set[tuple[str, str, str]] = set()
    for one in case["bodies"]:
        names = {one["name"], *other.get("names", {}).get(one["name"], ())}
        roles = {one["role"], *other.get("roles", {}).get(one["name"], other.get("roles", {}).get("*", ()))}
        kinds = {one["kind"], *other.get("kinds", {}).get(one["name"], ())}
        own = next((body for body in found if body[0] in names and body[1] in roles and body[2] in kinds), None)
        expected.add(own or (one["name"], one["role"], one["kind"]))
    optional = {body for body in found - expected if body[0] in other.get("optional_bodies", ())}
    return expected, found - optional


def of(kind: str, batch: str) -> list[dict[str, Any]]:
    return [case for case in CASES if case["batch"] == batch and kind in case and case["id"] not in OPEN]


BATCHES = sorted({case["batch"] for case in CASES})


def test_there_are_texts_of_every_kind_and_none_stands_twice() -> None:
    assert len({case["text"] for case in CASES}) == len(CASES) >= 600
    assert min(Counter(case["set"] for case in CASES).values()) >= 8


@pytest.mark.parametrize("batch", BATCHES)
@pytest.mark.parametrize("kind", ["targets", "parameters"])
def test_amounts_are_read_with_precision_98_and_recall_98(batch: str, kind: str) -> None:
    pairs = [quantities(case, kind) for case in of(kind, batch)]
    right = sum((expected & found).total() for expected, found in pairs)
    assert right >= 0.98 * sum(found.total() for _, found in pairs)
    assert right >= 0.98 * sum(expected.total() for expected, _ in pairs)


@pytest.mark.parametrize("batch", BATCHES)
def test_bodies_with_their_roles_and_kinds_are_read_with_precision_and_recall_99(batch: str) -> None:
    pairs = [bodies(case) for case in of("bodies", batch)]
    right = sum(len(expected & found) for expected, found in pairs)
    assert right >= 0.99 * sum(len(found) for _, found in pairs)
    assert right >= 0.99 * sum(len(expected) for expected, _ in pairs)


@pytest.mark.parametrize("case", [case for case in CASES if case["set"] == NO_TARGETS], ids=lambda case: case["id"])
def test_a_sentence_that_sets_no_target_gives_none(case: dict[str, Any]) -> None:
    expected, found = quantities(case, "targets")
    assert found <= expected or case["id"] in OPEN


@pytest.mark.parametrize("case", [case for case in CASES if case["set"] == NO_BODIES], ids=lambda case: case["id"])
def test_prose_that_makes_nobody_responsible_gives_no_body(case: dict[str, Any]) -> None:
    assert not explained(case["text"], case["jurisdiction"]).bodies


@pytest.mark.parametrize("case", [case for case in CASES if "deadline_iso" in case], ids=lambda case: case["id"])
def test_the_last_day_is_the_one_that_the_text_names(case: dict[str, Any]) -> None:
    allowed = {case["deadline_iso"], *case.get("alt", {}).get("deadline_iso", ())}
    assert explained(case["text"], case["jurisdiction"]).deadline in allowed


@pytest.mark.parametrize("case", [case for case in CASES if "open_ended" in case], ids=lambda case: case["id"])
def test_lists_that_stay_open_and_defaults_are_told(case: dict[str, Any]) -> None:
    found = explained(case["text"], case["jurisdiction"])
    assert found.open_ended is case["open_ended"]
    assert found.sets_default in {case["sets_default"], *case.get("alt", {}).get("sets_default", ())}
