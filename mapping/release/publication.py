"""Who publishes, under which bases, and under which terms: the settings that a release is made with."""

from __future__ import annotations

import re

import msgspec

from ontology import credit_code
from ontology.iris import DEFAULT_BASE, DEFAULT_VOCABULARY, Iris

_MAIL = re.compile(r"[^\s@:<>]+@[^\s@<>]+")
CC_BY = "https://creativecommons.org/licenses/by/4.0/"
RIGHTS = {
    "zh": "政策文件正文为官方公开文件，按原文发布；著作权法不适用于具有立法、行政性质的官方文件。",
    "en": "The texts of the plans are official documents, published as they are; copyright law does not apply to them.",
}
PUBLISHER_TYPES = (
    "Academia-ScientificOrganisation", "Company", "IndustryConsortium", "LocalAuthority", "NationalAuthority",
    "NonGovernmentalOrganisation", "NonProfitOrganisation", "PrivateIndividual(s)", "RegionalAuthority",
    "StandardisationBody", "SupraNationalAuthority",
)  # fmt: skip # entries side by side
"""What a publisher can be, by the names of ADMS (http://purl.org/adms/publishertype/)."""


class Publication(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The publisher's settings; ``publisher_code`` is its unified social credit code (GB 32100), empty where it has none.

    ``publisher_type`` is one of :data:`PUBLISHER_TYPES`; ``publisher_homepage``, a page, and ``publisher_email``, a mail
    address, are empty where there is none.

    ``license`` is that of the data, ``rights`` speaks of the official texts. A plan may override both.
    Texts are one string per language tag, ``zh`` and ``en``.
    """

    vocabulary: str = DEFAULT_VOCABULARY
    base: str = DEFAULT_BASE
    title: dict[str, str] = msgspec.field(default_factory=lambda: {"zh": "政策知识图谱", "en": "PolicyGraph"})
    publisher: dict[str, str] = msgspec.field(
        default_factory=lambda: {"zh": "政策知识图谱发布者", "en": "PolicyGraph publisher"}
    )
    publisher_code: str = ""
    publisher_type: str = "NonProfitOrganisation"
    publisher_homepage: str = ""
    publisher_email: str = ""
    contact: str = "mailto:contact@example.org"
    license: str = CC_BY
    rights: dict[str, str] = msgspec.field(default_factory=lambda: dict(RIGHTS))

    def __post_init__(self) -> None:
        """Refuse what no page and no catalogue could show; raises :class:`ValueError`."""
        for name in ("title", "publisher", "rights"):
            if missing := {"zh", "en"} - {tag for tag, text in getattr(self, name).items() if text.strip()}:
                raise ValueError(f'{name} lacks {" and ".join(sorted(missing))}: write {{ zh = "…", en = "…" }}')
        if not self.contact.startswith(("mailto:", "https://", "http://")):
            raise ValueError(f"contact {self.contact!r} is no address: write mailto: before a mail address, or a page")
        if self.publisher_type not in PUBLISHER_TYPES:
            raise ValueError(f"publisher_type {self.publisher_type!r} is none of {', '.join(PUBLISHER_TYPES)}")
        if self.publisher_homepage and not self.publisher_homepage.startswith(("https://", "http://")):
            raise ValueError(f"publisher_homepage {self.publisher_homepage!r} is no address: write https:// before it")
        if self.publisher_email and not _MAIL.fullmatch(self.publisher_email):
            raise ValueError(f"publisher_email {self.publisher_email!r} is no mail address: write data@example.org")
        if self.publisher_code and (wrong := credit_code.fault(self.publisher_code)):
            raise ValueError(f"publisher_code {self.publisher_code!r} {wrong}: look it up, or leave it out")
        if not self.license.startswith(("https://", "http://")):
            raise ValueError(f"license {self.license!r} is no IRI: name the licence by its address, such as {CC_BY}")

    @property
    def mail(self) -> str:
        """The mail address of the contact, or of the publisher where the contact is a page; empty where neither has one."""
        address, _, _ = self.contact.removeprefix("mailto:").partition("?")
        return address if self.contact.startswith("mailto:") else self.publisher_email

    @property
    def iris(self) -> Iris:
        """The two bases, checked; raises :class:`ontology.iris.IriError`."""
        return Iris(self.vocabulary, self.base)
