"""What a doubt may be decided to: choices in words of both languages, each with the decision that it stands for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import msgspec

from mapping.alignment.alignment import Alignment, Predicate
from mapping.layout.rules import ROLES as COLUMN_ROLES
from mapping.reference.national import NationalDocument, NationalRequirement
from mapping.reference.reference import Reference
from mapping.review.decisions import Decision, MapText, MarkPart, NameBody, NameColumn, SayRole, SaySetting
from mapping.review.words import Bilingual, said, same

_SHOWN = 60
__all__ = ["COLUMN_ROLES", "Catalogue", "Choice", "columns", "parts", "roles"]


class Choice(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One way to decide: its ``label``, what is written when it is chosen, and how likely it is (0 to 1), where that is known.

    ``note`` is a text that helps to choose (of a national requirement), in the language it is in; ``group`` names what it is
    one of (functions, agencies), where a list is long.
    """

    label: Bilingual
    decisions: tuple[Decision, ...]
    likely: str = ""
    note: str = ""
    group: Bilingual = msgspec.field(default_factory=dict)


@dataclass(frozen=True)
class Catalogue:
    """All that can be chosen in a plan: bodies and functions, requirements and points, jurisdictions, national documents."""

    reference: Reference
    jurisdiction: str
    national: NationalDocument | None

    # ---- bodies ----------------------------------------------------------------------------------

    def body(self, names: Sequence[str], reference: str, likely: str = "") -> Choice:
        """Return the choice that printed names mean an agency or a function."""
        label, group = self._body_label(reference)
        return Choice(
            label=label,
            group=group,
            likely=likely,
            decisions=tuple(NameBody(name=name, means=reference) for name in names),
        )

    def bodies(self, names: Sequence[str]) -> tuple[Choice, ...]:
        """Return every function, then every curated agency of the plan's place, those above it, and the centre."""
        return tuple(self.body(names, reference) for reference in self._bodies)

    @cached_property
    def _bodies(self) -> tuple[str, ...]:
        functions = sorted(self.reference.functions.values(), key=lambda function: function.slug)
        lineage = self.reference.lineage(self.jurisdiction) if self.jurisdiction else ()
        agencies = [agency.reference for code in lineage for agency in self.reference.agencies_of(code)]
        return tuple(dict.fromkeys((*(function.reference for function in functions), *agencies)))

    def _body_label(self, reference: str) -> tuple[Bilingual, Bilingual]:
        if agency := self.reference.agencies.get(reference):
            return dict(agency.label), said("group.agency")
        function = self._functions.get(reference)
        return (dict(function) if function else {"zh": reference, "en": reference}), said("group.function")

    @cached_property
    def _functions(self) -> Mapping[str, Mapping[str, str]]:
        return {function.reference: function.label for function in self.reference.functions.values()}

    # ---- requirements ----------------------------------------------------------------------------

    def requirement(
        self, subject: str, text: str, means: Sequence[str], how: Sequence[Predicate] = (), likely: str = ""
    ) -> Choice:
        """Return the choice that a text means national requirements or points; of none: that it means nothing national."""
        label = self.requirement_label(means)
        how = tuple(how) or tuple("broad" if reference in self._points else "close" for reference in means)
        return Choice(
            label=label,
            likely=likely,
            note="\n".join(self.texts[reference] for reference in means if reference in self.texts),
            decisions=(MapText(subject=subject, text=text, means=tuple(means), how=how),),
        )

    def requirements(self, subject: str, text: str) -> tuple[Choice, ...]:
        """Return every point and requirement of the plan's national document, in its order, by point."""
        return tuple(
            msgspec.structs.replace(
                self.requirement(subject, text, [reference]), group=self._labels[self._point_of[reference]]
            )
            for reference in self.texts
        )

    def candidates(self, subject: str, text: str, found: Sequence[Alignment]) -> tuple[Choice, ...]:
        """Return the choices that the machine finds likely, the likeliest first."""
        return tuple(
            self.requirement(subject, text, [one.target], [one.predicate], one.confidence)
            for one in found
            if one.target in self.texts
        )

    def requirement_label(self, means: Sequence[str]) -> Bilingual:
        """Return what requirements or points are called: their numbers and the titles of their points."""
        if not means:
            return said("choice.nothing_national")
        labels = [self._labels.get(reference, {"zh": reference, "en": reference}) for reference in means]
        return {language: separator.join(label[language] for label in labels) for language, separator in _AND.items()}

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """The text of every requirement and the title of every point, by reference, in the order of the document."""
        found: dict[str, str] = {}
        for point in self.national.points if self.national else ():
            found[point.reference] = point.title["zh"]
            found |= {one.reference: one.text for one in self._requirements if one.point == point.number}
        return found

    @cached_property
    def _labels(self) -> Mapping[str, Bilingual]:
        points = {point.number: point for point in self.national.points} if self.national else {}
        found = {point.reference: _point_label(point.number, point.title) for point in points.values()}
        for one in self._requirements:
            title = points[one.point].title
            found[one.reference] = said(
                "choice.requirement",
                number=same(one.number),
                title={"zh": _short(one.text), "en": title.get("en", title["zh"])},
            )
        return found

    @property
    def _requirements(self) -> Sequence[NationalRequirement]:
        return self.national.requirements if self.national else ()

    @cached_property
    def _points(self) -> frozenset[str]:
        return frozenset(point.reference for point in self.national.points) if self.national else frozenset()

    @cached_property
    def _point_of(self) -> Mapping[str, str]:
        """The point of every point and requirement, by reference."""
        points = {point.number: point.reference for point in self.national.points} if self.national else {}
        itself = {reference: reference for reference in points.values()}
        return itself | {one.reference: points[one.point] for one in self._requirements}

    # ---- what a plan says of itself --------------------------------------------------------------

    def jurisdictions(self, likely: Sequence[str] = ()) -> tuple[Choice, ...]:
        """Return every jurisdiction, those that are likely first."""
        codes = dict.fromkeys((*likely, *sorted(self.reference.jurisdictions)))
        return tuple(
            Choice(
                label={tag: f"{text} {code}" for tag, text in self.reference.jurisdictions[code].label.items()},
                decisions=(SaySetting(key="jurisdiction", value=code),),
            )
            for code in codes
        )

    def jurisdiction_label(self, code: str) -> Bilingual | None:
        """Return what the jurisdiction of a code is called, where there is one."""
        found = self.reference.jurisdictions.get(code)
        return dict(found.label) if found else None

    def jurisdiction_named(self, text: str) -> str:
        """Return the code of the one jurisdiction that is called so; a text that names none, or several, as it is."""
        named = [
            code
            for code, place in self.reference.jurisdictions.items()
            if text in {*place.names, *place.label.values()}
        ]
        return named[0] if len(named) == 1 else text

    def nationals(self) -> tuple[Choice, ...]:
        """Return every national document that is known."""
        return tuple(
            Choice(label=_both(one.title), decisions=(SaySetting(key="national", value=one.identifier),))
            for one in self.reference.nationals.values()
        )


_AND = {"zh": "、", "en": " and "}


def _point_label(number: int, title: Mapping[str, str]) -> Bilingual:
    return said("choice.point", number=same(str(number)), title=_both(title))


def _both(label: Mapping[str, str]) -> Bilingual:
    return {"zh": label["zh"], "en": label.get("en", label["zh"])}


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def columns(header: str) -> tuple[Choice, ...]:
    """Return what a column may hold."""
    return tuple(
        Choice(label=said(f"column.{role}"), decisions=(NameColumn(header=header, role=role),)) for role in COLUMN_ROLES
    )


def roles(body: str, text: str = "") -> Iterator[Choice]:
    """Yield the roles that a body may have in a text, or in every one, and that it is none."""
    for role in ("lead", "supporting", "responsible", "joint", "none"):
        yield Choice(label=said(f"role.{role}"), decisions=(SayRole(body=body, role=role, text=text),))


def parts(blocks: str, *, table: bool = False) -> Iterator[Choice]:
    """Yield what blocks may be: ``blocks`` is a number or a range of them."""
    for kind in ("table", "skip") if table else ("measure", "heading", "skip"):
        yield Choice(label=said(f"part.{kind}"), decisions=(MarkPart(as_=kind, blocks=blocks),))
