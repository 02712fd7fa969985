"""A printed name to the body that it means: a steward's decision, a curated agency, or a body nobody has curated yet.

省商务厅, 商务厅 and 湖南省商务厅 in Hunan are one body; 市商务局 and 省商务厅 share a function. A name that cannot be
read to its last character is never matched by resemblance: what resembles it is offered for a person to decide.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from rapidfuzz import fuzz, process

from mapping.agencies.decisions import NameDecisions
from mapping.agencies.names import BodyName, NameReader, normalise
from mapping.reference.bodies import CuratedAgency, Jurisdiction
from mapping.reference.reference import CENTRE, Reference
from ontology import iris

_UNKNOWN = "UnspecifiedMatching"
_OF_THE_CENTRE = (
    "部",
    "会",
    "署",
    "总局",
)  # 证监会, 商务部: no body of a province ends so and is written without its place
_COMPANY = iris.kind("state-owned-company")
_GUESSES = 3
_REMEMBERED = 20_000  # names; each takes about 500 bytes
_RESEMBLES = 55.0  # of 100, rapidfuzz's ratio: below it, guesses are noise


@dataclass(frozen=True, slots=True)
class AgencyGuess:
    """What an unknown name may mean: an agency or a function; ``score`` between 0 and 1."""

    reference: str
    label: str
    score: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a printed name means.

    ``agency`` is the reference of a curated agency, or absent; ``functions`` are references; ``jurisdiction`` is the
    code of the place that the body serves, which may differ from the document's. ``canonical`` is the full name, the
    same for every way to write it: mint from it. ``parent`` is a central body; ``how`` a ``semapv:`` justification.
    ``half`` says that the name lacks its ending; ``of_another_time`` what the reference data says where the body, its
    central body or its place is not valid in the document's year.
    """

    canonical: str
    jurisdiction: str
    how: str
    confidence: str
    agency: str | None = None
    functions: tuple[str, ...] = ()
    english: str | None = None
    parent: str | None = None
    guesses: tuple[AgencyGuess, ...] = ()
    half: bool = False
    of_another_time: str | None = None

    @property
    def function(self) -> str | None:
        """The first function."""
        return self.functions[0] if self.functions else None

    @property
    def pref_label(self) -> dict[str, str]:
        """The full name, with an English one where the function is known."""
        return {"zh": self.canonical, "en": self.english} if self.english else {"zh": self.canonical}

    @property
    def reference(self) -> str:
        """The curated agency, or the reference minted from jurisdiction and canonical name."""
        return self.agency or iris.uncurated_agency(self.jurisdiction, self.canonical)

    @property
    def known(self) -> bool:
        """Whether the name could be read; an unknown one belongs into ``agencies.tsv``."""
        return self.how != _UNKNOWN


@dataclass(frozen=True, eq=False)
class Resolver:
    """Resolves names by the reference data and a steward's decisions; keep one, its indexes are made once.

    ``year`` is that of the document: of bodies and places that followed one another it takes the one of that year.
    """

    reference: Reference
    decisions: NameDecisions = field(default_factory=NameDecisions)
    year: int | None = None

    def resolve(self, name: str, code: str, printed: str = "") -> Resolution:
        """Return what a name in a document of the jurisdiction ``code`` (GB/T 2260) means.

        ``printed`` is how the document has it, where a list lent it the rest; a steward may have decided on either.
        """
        return self._resolved(name, code, printed)

    @cached_property
    def _resolved(self) -> Callable[[str, str, str], Resolution]:
        """The resolution itself, which remembers: a plan names a body dozens of times, and the next plan of its place again."""
        return lru_cache(_REMEMBERED)(self._resolve)

    def _resolve(self, name: str, code: str, printed: str) -> Resolution:
        resolution = self._found(name, code, printed)
        return replace(resolution, of_another_time=self._of_another_time(resolution))

    def _found(self, name: str, code: str, printed: str) -> Resolution:
        if decided := self.decisions.get(name) or self.decisions.get(printed):
            return self._decided(decided, name, code)
        if written := self._written(normalise(name), code):
            return self._curated(written, "LexicalMatching", "1")
        body = self._reader.read(name, code)
        if not body:
            central = self._names.get((CENTRE, normalise(name)))
            return self._curated(central, "LexicalMatching", "1") if central else self._unknown(name, code)
        if same := self._same_body(body):
            return self._curated(same, "BackgroundKnowledgeBasedMatching", "0.95")
        return self._uncurated(body)

    def _decided(self, decided: str, name: str, code: str) -> Resolution:
        """Return the agency that a steward named or, for a function, the body as it is read otherwise with it."""
        if agency := self.reference.agencies.get(decided):
            return self._curated(agency, "ManualMappingCuration", "1")
        body = self._reader.read(name, code) or BodyName(place=code, canonical=self._reader.canonical(name, code))
        read = self._uncurated(replace(body, functions=(decided,)))
        return replace(read, how="ManualMappingCuration", confidence="1")

    def _written(self, key: str, code: str) -> CuratedAgency | None:
        """Return the curated agency with exactly this written form, here or in a higher jurisdiction.

        A central body is meant from below only by a name that says so: 医保局 in a province is the province's own.
        """
        central = self._names.get((CENTRE, key))
        unique = central is not None and (central.parent is not None or central.kind == _COMPANY)
        says_so = unique or key.startswith(self._central_words) or key.endswith(_OF_THE_CENTRE)
        here = (
            self._names.get((place, key)) for place in self.reference.lineage(code) if place != CENTRE or place == code
        )
        return next((agency for agency in here if agency), central if says_so else None)

    def _same_body(self, body: BodyName) -> CuratedAgency | None:
        """Return the curated agency of the same full name, or the only one of its place with its stem (局 for 委)."""
        if not body.own:
            return None
        exact = self._names.get((body.place, normalise(body.canonical)))
        stem = self._stems.get((body.place, body.party, body.stem)) if body.stem and body.place != CENTRE else None
        return exact or stem

    def _curated(self, agency: CuratedAgency, how: str, confidence: str) -> Resolution:
        return Resolution(
            canonical=agency.label["zh"],
            english=agency.label["en"],
            jurisdiction=agency.jurisdiction,
            agency=agency.reference,
            functions=agency.functions,
            parent=agency.parent,
            how=how,
            confidence=confidence,
        )

    def _uncurated(self, body: BodyName) -> Resolution:
        return Resolution(
            canonical=body.canonical,
            english=self._english(body),
            jurisdiction=body.place,
            functions=body.functions,
            parent=body.parent,
            how="BackgroundKnowledgeBasedMatching",
            confidence="0.9" if body.own else "0.7",
        )

    def _unknown(self, name: str, code: str) -> Resolution:
        return Resolution(
            canonical=self._reader.canonical(name, code),
            jurisdiction=code,
            how=_UNKNOWN,
            confidence="0",
            guesses=self._guesses(normalise(name), code),
            half=self._reader.half(name, code) is not None,
        )

    def _of_another_time(self, found: Resolution) -> str | None:
        """Return what is not valid in the document's year, in words; nothing where all is, or no year is known."""
        things = [self._described.get(name or "") for name in (found.agency, found.parent)]
        things.append(self.reference.jurisdictions.get(found.jurisdiction))
        out = next((thing for thing in things if thing and self.year and not thing.validity.holds(self.year)), None)
        if out is None or (isinstance(out, Jurisdiction) and out.former_name):
            return None
        validity, name = out.validity, out.label["zh"]
        if validity.first and self.year and self.year < validity.first:
            return f"{name} is there since {validity.first} only"
        after = "、".join(self._described[reference].label["zh"] for reference in validity.replaced_by)
        return f"{name} was replaced in {validity.last}" + (f" by {after}" if after else "")

    @cached_property
    def _described(self) -> dict[str, CuratedAgency | Jurisdiction]:
        """Agencies and jurisdictions by reference."""
        places = {place.reference: place for place in self.reference.jurisdictions.values()}
        return {**self.reference.agencies, **places}

    def _english(self, body: BodyName) -> str | None:
        """Return a describing name such as ``Hunan: commerce``; the official English name is not known."""
        names = {function.reference: function.label["en"] for function in self.reference.functions.values()}
        place = self.reference.jurisdictions.get(body.place)
        labels = [names[function] for function in body.functions]
        return f"{place.label['en']}: {', '.join(labels)}" if place and labels and body.own else None

    def _guesses(self, key: str, code: str) -> tuple[AgencyGuess, ...]:
        lineage = self.reference.lineage(code)
        choices = {form: agency.reference for (place, form), agency in self._names.items() if place in lineage}
        for function in self.reference.functions.values():
            choices |= {stem: function.reference for stem in function.stems if len(stem) > 1}
        alike = process.extract(key, list(choices), scorer=fuzz.ratio, limit=4 * _GUESSES, score_cutoff=_RESEMBLES)
        best: dict[str, AgencyGuess] = {}
        for label, score, _ in alike:
            best.setdefault(choices[label], AgencyGuess(choices[label], label, f"{score / 100:.2f}"))
        return tuple(best.values())[:_GUESSES]

    @cached_property
    def _reader(self) -> NameReader:
        return NameReader(self.reference, self.year)

    @cached_property
    def _central_words(self) -> tuple[str, ...]:
        """The words for the whole country and its government, with which a central body's name begins."""
        centre = self.reference.jurisdictions.get(CENTRE)
        return (centre.label["zh"], *centre.short_names, "中央", "中华", "国务院") if centre else ()

    @cached_property
    def _names(self) -> dict[tuple[str, str], CuratedAgency]:
        return {
            (agency.jurisdiction, normalise(form)): agency
            for agency in self.reference.agencies.values()
            for form in agency.written_forms
        }

    @cached_property
    def _stems(self) -> dict[tuple[str, bool, str], CuratedAgency | None]:
        """The curated agency of each stem of a place; none where two share it."""
        by_stem: dict[tuple[str, bool, str], CuratedAgency | None] = {}
        for agency in self.reference.agencies.values():
            body = self._reader.read(agency.label["zh"], agency.jurisdiction)
            if body and body.stem:
                key = (agency.jurisdiction, body.party, body.stem)
                by_stem[key] = None if key in by_stem else agency
        return by_stem


@lru_cache(maxsize=16)
def shared_resolver(reference: Reference, year: int | None = None) -> Resolver:
    """Return the resolver without any steward's decision, made once for a set of reference data and a year."""
    return Resolver(reference, year=year)


def resolve(name: str, jurisdiction: str, reference: Reference, year: int | None = None) -> Resolution:
    """Return what a name printed in a document of ``jurisdiction`` and a year means, without any steward's decision."""
    return shared_resolver(reference, year).resolve(name, jurisdiction)
