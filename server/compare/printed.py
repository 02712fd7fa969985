"""A comparison as a document to print: of its columns those that are for people."""

from __future__ import annotations

from server.compare.view import Comparison, ComparisonContext, Record, heads
from server.web.word import MOST_ROWS, Translated, WordCell, WordTable, WordText, document

_COLUMNS = {
    "themes": {"theme_label": 5.0, "place_label": 3.0, "measures": 2.0, "target_texts": 12.0},
    "requirements": {"number": 1.5, "text": 12.0, "place_label": 3.0, "measures": 2.0, "measures_for_whole_point": 2.5},
    "requirement": {
        "place_label": 2.5, "measure_number": 1.5, "measure_text": 11.0, "agencies": 5.0, "deadline": 2.5, "taken_over": 2.0,
    },
    "functions": {"function_label": 4.0, "place_label": 3.0, "agency_label": 6.0, "measures": 2.0, "led": 2.0},
    "targets": {
        "requirement_number": 2.0, "place_label": 3.0, "number": 1.5, "description": 7.0, "value": 2.0, "min_value": 2.0,
        "max_value": 2.0, "unit": 2.0, "deadline": 2.5,
    },
    "shared": {"shared_label": 3.0, "national_label": 7.0, "theme_label": 5.0, "place_label": 3.0, "measures": 2.0},
}  # fmt: skip # entries side by side
_COLUMNS["gaps"] = _COLUMNS["requirements"]
"""What is printed of each comparison: the columns with how much of the page each takes."""


def printed(view: Comparison, room: str, context: ComparisonContext, about: tuple[str, str, str]) -> bytes:
    """Return a comparison as a document; ``about`` are its address, its release and the day of that."""
    words, columns = context.words, _COLUMNS[room]
    lead = [f"{words('compare.under')} {context.name(context.choice.national.iri)}"]
    if context.choice.theme:
        lead.append(context.name(context.choice.theme))
    cut = len(view.records) > MOST_ROWS
    rows = [[_cell(name, record, context) for name in columns] for record in view.records[:MOST_ROWS]]
    facts = zip((words("column.source"), words("column.release"), words("column.day")), about, strict=True)
    text = WordText(
        title=words(f"compare.{room}"),
        lead=[*lead, *_required(context), words("print.cut", n=MOST_ROWS, total=len(view.records)) if cut else None],
        about_heading=words("column.source"),
        about=list(facts),
        mark=words("translation.mark"),
    )
    return document(text, [WordTable("", 1, heads(tuple(columns), words), tuple(columns.values()), rows)])


def _required(context: ComparisonContext) -> list[WordCell]:
    """Return the requirement that is compared, with its translation where the document is in its language."""
    requirement, facts = context.choice.requirement, context.known.facts
    if requirement is None:
        return []
    text = facts.text(requirement.iri, context.language, "schema:text")
    said = facts.string(requirement.iri, "policy:unofficialTranslation") if context.language != "zh" else None
    return [Translated(f"{requirement.number} {text.value if text else ''}", said)]


def _cell(name: str, record: Record, context: ComparisonContext) -> WordCell:
    value = record[name]
    if name == "measure_text" and context.language != "zh":
        return Translated(str(value), str(record["measure_translation"] or "") or None)
    if name == "description" and context.language != "zh":
        return Translated(str(value), str(record["translation"] or "") or None)
    if name == "place_label":
        sample = any(place.sample and place.iri == record["place"] for place in context.choice.places)
        return f"{value or ''}" + (f" [{context.words('plan.sample_short')}]" if sample else "")
    if name == "taken_over" and value is not None:
        return f"{float(value):.0%}"
    return str(value).replace(" | ", "\n") if value is not None else ""
