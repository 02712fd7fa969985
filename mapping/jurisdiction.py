"""Which jurisdiction a document is of: what its title, first lines, number and text say; nothing, where they say nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from mapping.blocks import Document
from mapping.findings import Finding
from mapping.layout import LayoutGuess
from mapping.reference.bodies import Jurisdiction
from mapping.reference.reference import CENTRE, Reference

_CENTRAL = re.compile(
    r"国务院|中共中央|国家[\u4e00-\u9fff]{2,10}[委局部署]|中华人民共和国|全国人民代表大会|国(?:办|发|函)"
)
_FIRST_LINES = 8
_OFTEN = 3


def jurisdiction_of(
    document: Document, guessed: LayoutGuess, reference: Reference
) -> tuple[Jurisdiction | None, list[Finding]]:
    """Return the jurisdiction that a document is of; ``None`` with a doubt where nothing in it says which.

    The title and the first lines say it first, by a full or short name; then a place inside the title, the character for
    a province that a 文号 begins with, a central issuer; last the province that the text names most often.
    """
    found = next(_said(document, guessed, reference), None)
    if found is not None:
        return found, []
    named = "、".join(guessed.jurisdictions) or "none"
    doubt = Finding(
        code="unknown-jurisdiction",
        message=f"The jurisdiction is not known: the document names {named}; it was left open",
        advice="Write its GB/T 2260 code as jurisdiction in plan.toml: `policygraph review` asks for it.",
    )
    return None, [doubt]


def _said(document: Document, guessed: LayoutGuess, reference: Reference) -> Iterator[Jurisdiction]:
    places = [place for code, place in reference.jurisdictions.items() if code != CENTRE]
    for name in guessed.jurisdictions:
        yield from (place for place in places if name in place.names)
    title = document.at(guessed.title) if guessed.title else document.path.stem
    wide = {name: place for place in reversed(places) if place.code.endswith("00") for name in place.names}
    long = sorted((name for name in wide if len(name) > 1), key=len, reverse=True)
    yield from (wide[name] for name in long if title.startswith(name))
    first = [document.at(block.place) for block in document.blocks[:_FIRST_LINES]]
    if any(_CENTRAL.match(text) for text in (title, *first, *guessed.numbers)):
        yield reference.jurisdiction(CENTRE)
    yield from (wide[name] for name in long if name in title)
    yield from (wide[number[0]] for number in guessed.numbers if number[0] in wide)
    provinces = [place for place in places if place.code.endswith("0000")]
    often = Counter({place.code: document.text.count(place.label["zh"]) for place in provinces})
    code, count = often.most_common(1)[0] if often else (CENTRE, 0)
    if count >= _OFTEN:
        yield reference.jurisdiction(code)
