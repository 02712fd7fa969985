"""When the measures of one plan are to be done, and what of that could not be read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypedDict

from mapping.blocks import Document, Place
from mapping.findings import Finding
from mapping.layout import Entry
from mapping.layout.overrides import DeadlineOverride, Overrides
from mapping.parsers import deadlines
from mapping.parsers.mentions import PeriodMention
from mapping.plan_folder import PlanSettings
from mapping.records import records as r
from ontology import iris

_EMPTY = " \n\t\u3000-–—―－~～/／\\无.。…·"  # what stands in a cell that says nothing


class MeasureTime(TypedDict):
    """When a measure is to be done, as fields of its record."""

    deadline: str | None
    deadline_text: str | None
    period: r.Period | None
    editorial_note: r.Bilingual | None


_DECIDED = {"zh": "期限由编辑对照原文核定。", "en": "An editor decided the deadline, beside the source."}
_NONE = MeasureTime(deadline=None, deadline_text=None, period=None, editorial_note=None)


@dataclass(slots=True)
class Timing:
    """Reads when the measures of one plan are to be done; what it could not read is among ``findings``."""

    settings: PlanSettings
    document: Document
    findings: list[Finding] = field(default_factory=list)
    said: Overrides[DeadlineOverride] = field(init=False)

    def __post_init__(self) -> None:
        """Take the deadlines that a steward has said."""
        self.said = Overrides(self.settings.layout.deadlines)

    @property
    def _issued(self) -> dt.date | None:
        return self.settings.date_document or self.settings.date_publication

    def dates(self, entry: Entry) -> tuple[PeriodMention, ...]:
        """Return the dates in the text of a measure, for its numbers too."""
        return self._read(entry.measure).mentions

    def when(self, entry: Entry) -> MeasureTime:
        """Return a measure's deadline: the one decided, else its column's, its bracket's, or the latest that its text names."""
        if decided := self._decided(entry):
            return decided
        if entry.deadline and (found := self._in_column(entry, entry.deadline)):
            return found
        places = dict.fromkeys([*(body.place for body in entry.bodies), entry.measure])
        latest: tuple[PeriodMention, Place] | None = None
        for place in places:
            reading = self._read(place)
            self.findings += self._unread(entry, place, reading)
            mention = deadlines.latest(reading.mentions)
            if mention and latest is None:
                latest = mention, place
        return self._record(entry, *latest) if latest else _NONE

    def _decided(self, entry: Entry) -> MeasureTime | None:
        """Return the deadline that a steward has said this measure has, or that it has none."""
        text = self.document.at(entry.measure)
        one = next((one for one in self.said.about(text) if one.in_), None)
        if one is None:
            return None
        self.said.meet(one)
        first, last = (day.isoformat() if day else None for day in (one.first, one.last))
        period = self._period(entry, first, last) if first and last else None
        return MeasureTime(deadline=last, deadline_text=None, period=period, editorial_note=_DECIDED)

    def _period(self, entry: Entry, first: str, last: str) -> r.Period:
        return r.Period(id=iris.of_plan("period", self.settings.id, entry.number), start_date=first, end_date=last)

    def _in_column(self, entry: Entry, place: Place) -> MeasureTime | None:
        """Return what a column for deadlines says, be it a date or words (长期坚持); nothing where its cell is empty."""
        text = self.document.at(place)
        reading = self._read(place, column=True)
        mention = deadlines.latest(reading.mentions)
        if mention:
            return self._record(entry, mention, place)
        if not text.strip(_EMPTY):
            return None
        if not deadlines.has_no_last_day(text):
            self.findings.append(_unread(entry, place, text))
        return MeasureTime(deadline=None, deadline_text=text, period=None, editorial_note=None)

    def _read(self, place: Place, *, column: bool = False) -> deadlines.DatesRead:
        text = self.document.at(place)
        return deadlines.read(text, year=self.settings.year, issued=self._issued, column=column)

    def _record(self, entry: Entry, mention: PeriodMention, place: Place) -> MeasureTime:
        period = None
        if mention.first and mention.last:
            period = self._period(entry, mention.first, mention.last)
        wording = self.document.at(place.part(mention.start, mention.end))
        return MeasureTime(deadline=mention.last, deadline_text=wording, period=period, editorial_note=None)

    def _unread(self, entry: Entry, place: Place, reading: deadlines.DatesRead) -> Iterator[Finding]:
        said = {finding.place for finding in self.findings}  # a bracket may stand inside the text of its measure
        for span in reading.unread:
            part = place.part(span.start, span.end)
            if not any(one and one.start < part.end and part.start < one.end for one in said):
                yield _unread(entry, part, self.document.at(part))


def _unread(entry: Entry, place: Place, text: str) -> Finding:
    return Finding(
        code="unread-deadline",
        message=f"The deadline “{text[:60]}” is not read as a date",
        advice="Write the year that completes it as year in plan.toml, if that is what it lacks; else it stays as worded.",
        place=place,
        number=entry.number,
        text=text,
    )
