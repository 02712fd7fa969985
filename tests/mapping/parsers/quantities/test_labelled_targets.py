"""The labelled sentences with numbers are read as a careful reader takes them."""

import json
import re
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from mapping.parsers.mentions import QuantityMention
from mapping.parsers.quantities.targets import read

LABELLED = Path(__file__).parents[3] / "labelled/targets.jsonl"
SCALES = {"百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
CASES = [json.loads(line) for line in LABELLED.read_text(encoding="utf-8").splitlines()]
Amount = tuple[Decimal | None, Decimal | None, Decimal | None, str]


def labelled(amount: dict[str, str]) -> Amount:
    """Return a label with 万 and 亿 multiplied out."""
    scale, unit = Decimal(1), amount["unit"]
    while unit[:1] in SCALES and not re.match(r"千[米瓦克伏]|百分点", unit):
        scale, unit = scale * SCALES[unit[0]], unit[1:]
    value, least, most = (Decimal(amount[key]) * scale if key in amount else None for key in ("value", "min", "max"))
    return value, least, most, unit


def as_read(mention: QuantityMention) -> Amount:
    value, least, most = (
        Decimal(number) if number else None for number in (mention.value, mention.minimum, mention.maximum)
    )
    return value, least, most, mention.unit_text


def score(batch: str, kind: str) -> tuple[float, float]:
    """Return precision and recall of one kind of amount, the bound and the unit included."""
    right = extra = missed = 0
    for case in CASES:
        if case["batch"] == batch:
            wanted = Counter(map(labelled, case[kind]))
            found = Counter(map(as_read, getattr(read(case["text"]), kind)))
            right += (wanted & found).total()
            extra += (found - wanted).total()
            missed += (wanted - found).total()
    return right / (right + extra), right / (right + missed)


def test_there_are_enough_sentences_of_every_kind() -> None:
    assert len(CASES) >= 150
    assert min(Counter(case["kind"] for case in CASES).values()) >= 3
    assert len({case["text"] for case in CASES}) == len(CASES)


@pytest.mark.parametrize("batch", sorted({case["batch"] for case in CASES}))
@pytest.mark.parametrize("kind", ["targets", "parameters"])
def test_targets_and_parameters_are_found_with_precision_98_and_recall_95(kind: str, batch: str) -> None:
    precision, recall = score(batch, kind)
    assert precision >= 0.98
    assert recall >= 0.95


@pytest.mark.parametrize("case", [case for case in CASES if not case["targets"]], ids=lambda case: case["id"])
def test_where_a_sentence_sets_no_target_none_is_read(case: dict[str, str]) -> None:
    assert not read(case["text"]).targets


VARIANTS: dict[str, Callable[[str], str]] = {
    "blanks between all characters": lambda text: " ".join(text) if not re.search(r"\d\d|[A-Za-z]|\n", text) else text,
    "blanks around numbers": lambda text: re.sub(r"(?<![\d.,A-Za-z])(\d[\d.,]*)(?![\d.,A-Za-z])", r" \1 ", text),
    "full-width digits": lambda text: re.sub(r"\d", lambda digit: chr(ord(digit[0]) + 0xFEE0), text),
    "half-width punctuation": lambda text: text.translate(str.maketrans("，；：（）％", ",;:()%")),
    "zero-width characters": lambda text: re.sub(r"(?<=\d)(?=[\u4e00-\u9fff%])", "\u200b", text),
    "soft hyphens and joiners": lambda text: re.sub(r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])", "\u00ad\u2060", text),
    "wrapped bounds": lambda text: re.sub(r"(?<=[%家个])(?=以[上下内])", "\n", text),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_a_change_of_blanks_width_or_invisible_characters_changes_no_reading(name: str) -> None:
    changed = [case["id"] for case in CASES if amounts_of(VARIANTS[name](case["text"])) != amounts_of(case["text"])]
    assert len(changed) <= 0.02 * len(CASES), changed


def amounts_of(text: str) -> list[Amount]:
    found = read(text)
    return [*map(as_read, found.targets), *map(as_read, found.parameters)]
