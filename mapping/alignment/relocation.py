"""A steward's decisions on requirements, taken to where their texts are now.

Numbers move when a measure is put in before the others, texts do not. A decision therefore belongs to the text that it
was made for (``subject_label``), wherever that stands now; one whose text is gone decides nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

import msgspec

from mapping.alignment.sssom import NO_TERM, MappingDecisions, MappingRow
from mapping.comparable import compact
from mapping.findings import WITHOUT_TEXT, Finding

_SHOWN = 60


class Relocated(NamedTuple):
    """The decisions by the subjects that have their texts now, and the rows of a person whose text is gone."""

    decisions: MappingDecisions
    lost: tuple[MappingRow, ...] = ()


def relocate(decisions: MappingDecisions, texts: Mapping[str, str]) -> Relocated:
    """Return the decisions whose text is still there; ``texts`` holds that of every subject of the document, in order.

    A text that the document has more than once is known by its number, or, where as many were decided, by its order.
    """
    now = _by_text(texts.items())
    decided = [row for row in map(_labelled(decisions.rows), decisions.rows) if row.decision != "proposed"]
    before = _by_text((row.subject, row.subject_label) for row in decided)
    moves = {key: _move(old, now.get(key, [])) for key, old in before.items() if key.text}
    kept, lost = [], []
    for row in decided:
        subject = moves.get(_key(row.subject, row.subject_label), {}).get(row.subject)
        if subject is None:
            lost.append(row)
        else:
            kept.append(msgspec.structs.replace(row, subject=subject))
    return Relocated(MappingDecisions(rows=tuple(kept), header=decisions.header), tuple(lost))


def _labelled(rows: Iterable[MappingRow]) -> Callable[[MappingRow], MappingRow]:
    """Return what gives a row without a text the only one that other rows of its subject have."""
    labels: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        labels[row.subject] |= {row.subject_label} - {""}

    def label(row: MappingRow) -> MappingRow:
        known = labels[row.subject]
        return msgspec.structs.replace(row, subject_label=min(known)) if len(known) == 1 else row

    return label


class _Key(NamedTuple):
    """A kind of subject (a measure, a quotation) and its text, however it is spaced and whatever the kind of its marks."""

    kind: str
    text: str


def _key(subject: str, text: str) -> _Key:
    return _Key("/".join(subject.split("/")[:2]), compact(text))


def _by_text(subjects: Iterable[tuple[str, str]]) -> dict[_Key, list[str]]:
    found: defaultdict[_Key, dict[str, None]] = defaultdict(dict)
    for subject, text in subjects:
        found[_key(subject, text)][subject] = None
    return {key: list(named) for key, named in found.items()}


def _move(old: list[str], now: list[str]) -> dict[str, str]:
    """Return the subject of now for each of before; nothing where it cannot be told which is which."""
    if set(old) <= set(now):
        return dict(zip(old, old, strict=True))
    return dict(zip(old, now, strict=True)) if len(old) == len(now) else {}


def doubt(row: MappingRow, texts: Mapping[str, str]) -> Finding:
    """Return the finding that a decision is not applied, and why."""
    means = "nothing national" if row.object == NO_TERM else row.object
    said = f"The decision that “{row.subject_label[:_SHOWN]}” {'is not' if row.rejected else 'means'} {means} is not applied"
    here = sum(_key(subject, text) == _key(row.subject, row.subject_label) for subject, text in texts.items())
    if not row.subject_label:
        said = f"The decision on {row.subject} is not applied"
        why = "its row has no subject_label, so nobody can tell which text it was made for"
    elif here:
        why = f"this text stands {here} times in the document now, under other numbers"
    else:
        why = "no such text stands in the document any more"
    instead = f"; {row.subject} is now “{texts[row.subject][:_SHOWN]}”" if row.subject in texts and not here else ""
    return Finding(
        code=WITHOUT_TEXT,
        message=f"{said}: {why}{instead}",
        advice="Look at the text as it is now. If the decision still holds for it, write that text as subject_label and its "
        "number into subject_id of the row in alignment.sssom.tsv; else delete the row.",
        text=row.subject_label or row.subject,
    )
