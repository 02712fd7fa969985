"""Records: frozen typed structs that, as JSON read with ``context.jsonld``, *are* the RDF of a plan.

A record never holds a graph. Identifiers are references (see :mod:`ontology.iris`). Decimals and dates are strings: a JSON
number typed ``xsd:decimal`` would come out as the ill-formed ``5.0E-1``. What a source does not say is absent.
"""

from __future__ import annotations

import msgspec

Bilingual = dict[str, str]
"""A text per language tag, ``zh`` and ``en``."""


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel", tag_field="type", tag=True):
    """Base of all records; JSON names are camelCase and are the terms of ``context.jsonld``, as is each record's type."""


class PositionSelector(Record, frozen=True, tag="TextPositionSelector"):
    """``oa:TextPositionSelector``: code points into the canonical text, end exclusive."""

    id: str
    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse an empty or reversed slice."""
        if not 0 <= self.start < self.end:
            raise ValueError(f"{self.id}: a passage runs from {self.start} to {self.end}")


class QuoteSelector(Record, frozen=True, tag="TextQuoteSelector"):
    """``oa:TextQuoteSelector``: exactly the source between its offsets."""

    id: str
    exact: str


class Passage(Record, frozen=True):
    """A place in a document (``policy:Passage``); ``source`` is its canonical text."""

    id: str
    source: str
    position_selector: PositionSelector
    quote_selector: QuoteSelector
    block: int
    row: int | None = None
    page: int | None = None


class Period(Record, frozen=True):
    """``dct:PeriodOfTime``, both ends inclusive."""

    id: str
    start_date: str
    end_date: str


class Responsibility(Record, frozen=True):
    """A body and its role in a measure, in the order printed; exactly one of ``agency`` and ``group``."""

    id: str
    role: str
    position: int
    text: str
    passage: Passage
    agency: str | None = None
    group: str | None = None
    editorial_note: Bilingual | None = None


class Quantity(Record, frozen=True):
    """A number in a measure's text: exactly ``value``, or ``min_value`` and/or ``max_value``, as decimal strings."""

    id: str
    description: str
    passage: Passage
    unit_text: str | None = None
    value: str | None = None
    min_value: str | None = None
    max_value: str | None = None
    has_unit: str | None = None
    deadline: str | None = None
    deadline_text: str | None = None
    period: Period | None = None
    editorial_note: Bilingual | None = None
    unofficial_translation: str | None = None
    unofficial_unit_translation: str | None = None


class Target(Quantity, frozen=True):
    """A number that the measure will reach."""


class Parameter(Quantity, frozen=True):
    """A number that governs: a rate, a sum, a duration."""


class Signature(Record, frozen=True):
    """An agency that signed a plan, in the order printed."""

    id: str
    agency: str
    position: int
    text: str


class CitedDocument(Record, frozen=True):
    """A document named in 《…》, by its title."""

    id: str
    title: Bilingual
    unofficial_translation: str | None = None


class Citation(Record, frozen=True):
    """One place where a measure names a document; ``position`` counts those of the measure in the order printed."""

    id: str
    document: CitedDocument
    position: int
    text: str
    passage: Passage


class Mapping(Record, frozen=True):
    """A decided correspondence of a quotation, or a measure's own text, to a national requirement or point (SSSOM)."""

    id: str
    subject: str
    predicate: str
    object: str
    justification: str
    confidence: str
    reviewer: str | None = None
    comment: str | None = None


class QuotedRequirement(Record, frozen=True):
    """The requirement as this plan prints it; ``printed_label`` is the theme label beside it, as evidence."""

    id: str
    number: str
    position: int
    text: str
    passage: Passage
    printed_label: str | None = None
    exact_match: tuple[str, ...] = ()
    close_match: tuple[str, ...] = ()
    broad_match: tuple[str, ...] = ()
    mappings: tuple[Mapping, ...] = ()
    unofficial_translation: str | None = None


class Measure(Record, frozen=True):
    """An implementing measure; the direct agency links are shortcuts of its responsibilities."""

    id: str
    number: str
    position: int
    text: str
    passage: Passage
    answers: str | None = None
    implements: tuple[str, ...] = ()
    mappings: tuple[Mapping, ...] = ()
    responsible_agency: tuple[str, ...] = ()
    lead_agency: tuple[str, ...] = ()
    supporting_agency: tuple[str, ...] = ()
    other_agencies: bool = False
    responsibilities: tuple[Responsibility, ...] = ()
    targets: tuple[Target, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    citations: tuple[Citation, ...] = ()
    mentions_document: tuple[str, ...] = ()
    produces_document: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    deadline: str | None = None
    deadline_text: str | None = None
    period: Period | None = None
    editorial_note: Bilingual | None = None
    unofficial_translation: str | None = None


class Agency(Record, frozen=True):
    """An agency nobody has curated, described in the plan that names it."""

    id: str
    pref_label: Bilingual
    spatial: str
    function: tuple[str, ...] = ()
    sub_organization_of: str | None = None
    known_gap: Bilingual | None = None


class AgencyGroup(Record, frozen=True):
    """A collective body (各区人民政府); it does not count as an agency."""

    id: str
    pref_label: Bilingual
    spatial: str


SHA_256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"


class Checksum(Record, frozen=True):
    """``spdx:Checksum``, hex; ``algorithm`` is :data:`SHA_256`."""

    id: str
    checksum_value: str
    algorithm: str


class CanonicalText(Record, frozen=True):
    """The canonical text of a source document; its length in code points, and how surely it was recognised on pictures."""

    id: str
    checksum: Checksum
    byte_size: str
    characters: int
    recognition_sureness: str | None = None
    access_rights: str | None = None


class SourceDocument(Record, frozen=True):
    """The file that was read, unchanged."""

    id: str
    title: Bilingual
    file_name: str
    media_type: str
    byte_size: str
    checksum: Checksum
    canonical_text: CanonicalText | None = None
    access_rights: str | None = None
    license: str | None = None
    rights: Bilingual | None = None


class Software(Record, frozen=True, tag="SoftwareAgent"):
    """The software that read the document; one IRI a version."""

    id: str
    title: Bilingual
    version: str


class SettingsFile(Record, frozen=True, tag="Entity"):
    """A file that a steward wrote beside the document: what the document is, and what was decided about it."""

    id: str
    title: Bilingual
    checksum: Checksum


class Extraction(Record, frozen=True):
    """The activity that made the plan's records from its document (PROV); it has no clock."""

    id: str
    used: tuple[str | SettingsFile, ...]
    software: Software


class Translation(Record, frozen=True):
    """A file of unofficial translations: ``translation_of`` is the plan or the national document, ``language`` an IRI.

    ``credit_text`` names the body that translated.
    """

    id: str
    title: Bilingual
    translation_of: str
    language: str
    file_name: str
    checksum: Checksum
    credit_text: str | None = None
    license: str | None = None


class TranslatedOpinion(Record, frozen=True, tag="NationalOpinion"):
    """What its translation adds to a national document."""

    id: str
    translations: tuple[Translation, ...]


class TranslatedRequirement(Record, frozen=True, tag="Requirement"):
    """What its translation adds to a national requirement."""

    id: str
    unofficial_translation: str


class Plan(Record, frozen=True, tag="ImplementationPlan"):
    """An implementation plan with everything its named graph holds."""

    id: str
    identifier: str
    title: Bilingual
    jurisdiction: str
    document: SourceDocument
    extraction: Extraction
    ensures_implementation_of: str | None = None
    id_local: str | None = None
    date_document: str | None = None
    date_publication: str | None = None
    passed_by: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()
    known_gap: dict[str, tuple[str, ...]] = {}
    editorial_note: dict[str, tuple[str, ...]] = {}
    license: str | None = None
    rights: Bilingual | None = None
    sample: bool = False
    changes: tuple[str, ...] = ()
    repeals: tuple[str, ...] = ()
    measures: tuple[Measure, ...] = ()
    quotations: tuple[QuotedRequirement, ...] = ()
    agencies: tuple[Agency, ...] = ()
    groups: tuple[AgencyGroup, ...] = ()
    translations: tuple[Translation, ...] = ()


class Dimension(Record, frozen=True):
    """``dqv:Dimension``: in which respect data can be good."""

    id: str
    pref_label: Bilingual
    definition: Bilingual


class Metric(Record, frozen=True):
    """``dqv:Metric``: what is counted; ``rule`` is the part of a shape that asks for it."""

    id: str
    pref_label: Bilingual
    definition: Bilingual
    dimension: str
    expected_data_type: str
    rule: str | None = None


class Measurement(Record, frozen=True):
    """``dqv:QualityMeasurement``: ``found`` of ``expected`` things are as the metric asks; ``share`` is a decimal string."""

    id: str
    computed_on: str
    metric: str
    share: str
    expected: int
    found: int


class Dataset(Record, frozen=True):
    """A plan's dataset with the profiles of the shapes to which it conforms."""

    id: str
    conforms_to: tuple[str, ...]
