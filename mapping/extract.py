"""Document to records: what ``policygraph extract`` shows, before any RDF."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from mapping import readers
from mapping.agencies import decisions as agency_decisions
from mapping.agencies.printed import PrintedBodies
from mapping.agencies.resolution import Resolver, shared_resolver
from mapping.agencies.responsibilities import Bodies, shortcuts
from mapping.agencies.roles import signing
from mapping.alignment import sssom
from mapping.alignment.alignment import Aligner
from mapping.alignment.quotations import Quotations
from mapping.alignment.relocation import Relocated
from mapping.blocks import Document, Place, Recognition
from mapping.findings import WITHOUT_TEXT, Finding
from mapping.layout import Entry, LayoutReading, LayoutRules, lay_out
from mapping.layout.coverage import Coverage, coverage_of, little_read
from mapping.layout.overrides import Overrides, ValueOverride
from mapping.parsers.quantities import targets
from mapping.persons import COVER, Masked, mask
from mapping.plan_folder import PlanFolder
from mapping.records import corrections, provenance
from mapping.records import records as r
from mapping.records.passages import Passages
from mapping.records.quantities import ReadNumber, citation_records, quantity_records, read_numbers, unwritable
from mapping.records.timing import Timing
from mapping.reference.national import NationalDocument, no_national
from mapping.reference.reference import Reference
from mapping.translations.plans import translate
from ontology import iris


class PlanExtraction(msgspec.Struct, frozen=True, kw_only=True):
    """What was read of a plan: its record, what it reaches of the reference data, and what a steward should look at.

    ``unmatched`` are the subjects that nothing national matches, with what is nearest. ``document`` is as it may be
    published: names of persons are masked, and where there were any the file is withheld. ``numbers`` are all with a unit,
    with the rule that made each a target, a parameter or neither. ``entries`` are the places of the measures, in their order.
    """

    plan: r.Plan
    reached: tuple[str, ...]
    findings: tuple[Finding, ...]
    document: Document
    relocated: Relocated = Relocated(sssom.MappingDecisions())
    unmatched: Mapping[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    coverage: Coverage
    names_persons: bool = False
    numbers: tuple[ReadNumber, ...] = ()
    entries: tuple[Entry, ...] = ()


def extract(
    folder: PlanFolder, reference: Reference, aligner: Aligner | None = None, document: Document | None = None
) -> PlanExtraction:
    """Read a plan folder; raises a :class:`mapping.errors.MappingError` that names the document, page and row.

    ``aligner`` is that of the plan's national document, made here where it is not given; ``document`` the plan's document,
    where it has been read already.
    """
    settings = folder.settings
    national = reference.national(settings.national) if settings.national else None
    masked, reading = _read(document or readers.read(folder.document), folder.settings.layout, _points(national))
    document = masked.document
    bodies = Bodies(_resolver(folder, reference), settings.jurisdiction)
    if national and aligner is None:
        aligner = Aligner(national)
    quotations = Quotations.of(folder, national, aligner, document, reading.entries)
    printed = PrintedBodies(document, reading.lead_rule, Overrides(settings.layout.roles))
    values = Overrides(settings.layout.values)
    maker = _Measures(folder, document, reading, bodies, quotations, printed, Timing(settings, document), values)
    measures = tuple(maker.measures())
    signers = [one for place in reading.signatories for one in signing(document, place, printed.roles)]
    plan = _plan(folder, masked, measures, _signatures(settings.id, document, signers, bodies), maker)
    plan, untranslated = translate(folder, plan, national)
    unused = [_unused_decision(name) for name in agency_decisions.names(folder.agencies) if not bodies.has_met(name)]
    said = (*([] if national else [no_national(reference.nationals)]), *quotations.doubts(), *quotations.findings)
    numbers = unwritable(maker.numbers)
    timed = (*maker.timing.findings, *maker.timing.said.unused("deadlines"), *values.unused("values"))
    read = (*masked.findings(), *reading.findings, *printed.findings(), *timed, *numbers)
    coverage = coverage_of(document, reading.entries, reading.findings)
    findings = (*said, *little_read(coverage), *read, *bodies.findings.values(), *unused, *untranslated)
    return PlanExtraction(
        plan=plan,
        reached=tuple(sorted(bodies.reached | {plan.jurisdiction})),
        findings=tuple(masked.without_names(finding) for finding in findings),
        document=document,
        coverage=coverage,
        relocated=quotations.relocated,
        unmatched={subject: found.guesses for subject, found in quotations.unmatched.items()},
        names_persons=masked.names_persons,
        numbers=tuple(maker.numbers),
        entries=reading.entries,
    )


def _points(national: NationalDocument | None) -> list[str]:
    return [point.title["zh"] for point in national.points] if national else []


def _resolver(folder: PlanFolder, reference: Reference) -> Resolver:
    """Return a resolver with the steward's decisions; plans of a year without any share one."""
    decisions = agency_decisions.load(folder.agencies, reference)
    year = folder.settings.written_in
    return Resolver(reference, decisions, year) if decisions.agencies else shared_resolver(reference, year)


def _read(document: Document, rules: LayoutRules, points: Sequence[str]) -> tuple[Masked, LayoutReading]:
    """Return the document without names of persons, and its entries, which are read of nothing but that.

    Which cells are about persons may be said in plan.toml alone: what they name is covered in a second round.
    """
    masked = mask(document)
    reading = lay_out(masked.document, rules, points)
    again = mask(document, reading.persons)
    if again.document.text == masked.document.text:
        return masked, reading
    return again, lay_out(again.document, rules, points)


def _unused_decision(name: str) -> Finding:
    return Finding(
        code=WITHOUT_TEXT,
        message=f"The decision on “{name}” in agencies.tsv is not applied: the document names no such body",
        advice="Write the name as it is printed now into the row, or delete the row.",
        text=name,
    )


@dataclass(slots=True)
class _Measures:
    """Makes the measures of one plan, entry by entry, carrying what the document states once for all that follow."""

    folder: PlanFolder
    document: Document
    reading: LayoutReading
    bodies: Bodies
    quotations: Quotations
    printed: PrintedBodies
    timing: Timing
    values: Overrides[ValueOverride]
    numbers: list[ReadNumber] = field(default_factory=list)

    @property
    def _passages(self) -> Passages:
        return Passages(self.folder.settings.id, self.document)

    def measures(self) -> Iterator[r.Measure]:
        for position, entry in enumerate(self.reading.entries, 1):
            yield self._measure(position, entry)

    def _measure(self, position: int, entry: Entry) -> r.Measure:
        text = self.document.at(entry.measure)
        printed, other_agencies = self.printed.of(entry)
        responsibilities = self.bodies.responsibilities(printed, entry.number, self._passages)
        answer = self.quotations.answer(entry)
        found = targets.read(text, self.timing.dates(entry), self.folder.settings.written_in)
        quantities = corrections.corrected(text, found, self.values)
        self.numbers += read_numbers(quantities, text, entry)
        reached, governing = quantity_records(quantities, entry, self._passages)
        citations = citation_records(text, entry, self._passages)
        by_kind = {
            produces: tuple(c.document.id for c, made in citations if made is produces) for produces in (True, False)
        }
        return r.Measure(
            id=iris.of_plan("measure", self.folder.settings.id, entry.number),
            number=entry.number,
            position=position,
            text=text,
            passage=self._passages.at(entry.measure, entry.number, "measure"),
            answers=answer.quotation,
            implements=answer.implements,
            mappings=answer.mappings,
            other_agencies=other_agencies,
            responsibilities=responsibilities,
            targets=reached,
            parameters=governing,
            citations=tuple(citation for citation, _ in citations),
            mentions_document=tuple(dict.fromkeys(citation.document.id for citation, _ in citations)),
            produces_document=tuple(dict.fromkeys(by_kind[True])),
            cites=tuple(dict.fromkeys(by_kind[False])),
            **shortcuts(responsibilities),
            **self.timing.when(entry),
        )


def _signatures(plan: str, document: Document, signers: Sequence[Place], bodies: Bodies) -> tuple[r.Signature, ...]:
    """Return who signed, in the order printed; a body that signs twice stands where it does first."""
    signed: dict[str, Place] = {}
    for place in signers:
        if COVER not in document.at(place):  # else a person signed
            signed.setdefault(bodies.agency(document.at(place), place), place)
    return tuple(
        r.Signature(
            id=iris.of_plan("signature", plan, position), agency=agency, position=position, text=document.at(place)
        )
        for position, (agency, place) in enumerate(signed.items(), 1)
    )


def _plan(
    folder: PlanFolder,
    masked: Masked,
    measures: tuple[r.Measure, ...],
    signatures: tuple[r.Signature, ...],
    maker: _Measures,
) -> r.Plan:
    settings = folder.settings
    source = provenance.with_access(
        _source(folder, masked.document),
        published=settings.publish_document,
        names_persons=masked.names_persons,
        masked=masked.places > 0,
    )
    return r.Plan(
        id=iris.plan(settings.id),
        identifier=settings.id,
        title=settings.title,
        jurisdiction=iris.jurisdiction(settings.jurisdiction),
        ensures_implementation_of=iris.national(settings.national) if settings.national else None,
        document=source,
        extraction=provenance.activity(folder, source),
        id_local=settings.id_local,
        date_document=settings.date_document.isoformat() if settings.date_document else None,
        date_publication=settings.date_publication.isoformat() if settings.date_publication else None,
        passed_by=tuple(signature.agency for signature in signatures),
        signatures=signatures,
        known_gap=_gaps(settings.known_gap, masked.document.recognised),
        editorial_note=settings.notes,
        license=settings.license,
        rights=settings.rights,
        sample=settings.sample,
        changes=tuple(map(_plan_reference, settings.changes)),
        repeals=tuple(map(_plan_reference, settings.repeals)),
        measures=measures,
        quotations=maker.quotations.records,
        agencies=tuple(maker.bodies.agencies.values()),
        groups=tuple(maker.bodies.groups.values()),
    )


def _gaps(said: dict[str, tuple[str, ...]], recognised: Recognition | None) -> dict[str, tuple[str, ...]]:
    """Return what a plan's steward says that its source lacks, and that text was recognised where it is a picture."""
    if recognised is None:
        return said
    pages, sureness = len(recognised.pages), f"{recognised.sureness:.1%}"
    remark = {
        "zh": f"有 {pages} 页为图像，其文字由 {recognised.engine} 识别得出，平均把握 {sureness}，可能有误。",
        "en": f"{pages} page{'s are pictures' if pages > 1 else ' is a picture'}: the text there was recognised by "
        f"{recognised.engine}, {sureness} surely on average, and may hold errors.",
    }
    return {tag: (*said.get(tag, ()), text) for tag, text in remark.items()}


def _plan_reference(name: str) -> str:
    return name if ":" in name else iris.plan(name)


def _source(folder: PlanFolder, document: Document) -> r.SourceDocument:
    settings = folder.settings
    identifier = iris.of_plan("document", settings.id)
    text = document.text.encode()
    return r.SourceDocument(
        id=identifier,
        title=settings.title,
        file_name=document.name,
        media_type=document.media_type,
        byte_size=str(document.byte_size),
        checksum=provenance.checksum(identifier, document.sha256),
        canonical_text=r.CanonicalText(
            id=f"{identifier}/text",
            checksum=provenance.checksum(f"{identifier}/text", hashlib.sha256(text).hexdigest()),
            byte_size=str(len(text)),
            characters=len(document.text),
            recognition_sureness=f"{document.recognised.sureness:.3f}" if document.recognised else None,
        ),
        license=settings.license,
        rights=settings.rights,
    )
