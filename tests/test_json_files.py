"""No JSON file of ours says one thing twice: of two equal keys a reader keeps the last, and nobody is told."""

import json
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OURS = ("benchmarks", "docs", "mapping", "ontology", "seeds", "server", "shapes", "tests")
FILES = sorted(
    path
    for folder in OURS
    for path in (ROOT / folder).rglob("*.json*")
    if path.suffix in {".json", ".jsonld", ".jsonl"} and "node_modules" not in path.parts
)


def without_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    doubled = [key for key, times in Counter(key for key, _ in pairs).items() if times > 1]
    if doubled:
        raise ValueError(f"twice: {', '.join(doubled)}")
    return dict(pairs)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_key_stands_twice_in_an_object(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for part in text.splitlines() if path.suffix == ".jsonl" else [text]:
        json.loads(part, object_pairs_hook=without_doubles)


def test_the_files_are_found_and_a_double_key_is_noticed() -> None:
    assert ROOT / "mapping/records/context.jsonld" in FILES
    with pytest.raises(ValueError, match="twice: unit"):
        json.loads('{"unit": 1, "other": 2, "unit": 3}', object_pairs_hook=without_doubles)
