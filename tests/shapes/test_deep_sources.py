"""JSON that is nested without end is refused, before it ends the process that reads it."""

from pathlib import Path

import pytest

from ontology.iris import Iris
from shapes import sources
from shapes.errors import SourceError


@pytest.mark.parametrize(
    "text",
    [
        '{"http://x/p":' * 5_000 + "1" + "}" * 5_000,
        '{"http://x/p":' + '{"@list":[' * 5_000 + "1" + "]}" * 5_000 + "}",
        "[" * 5_000,
    ],
    ids=["objects", "lists", "brackets that never close"],
)
def test_json_ld_that_is_nested_without_end_is_refused_with_a_reason(tmp_path: Path, text: str) -> None:
    (source := tmp_path / "deep.jsonld").write_text(text, "utf-8")
    with pytest.raises(SourceError, match="is nested more than 500 deep"):
        sources.read([str(source)], [], iris=Iris())


def test_brackets_inside_a_text_are_no_nesting(tmp_path: Path) -> None:
    (source := tmp_path / "flat.jsonld").write_text('{"http://x/p": "\\"' + "[{" * 5_000 + '"}', "utf-8")
    assert sources.read([str(source)], [], iris=Iris()).described
