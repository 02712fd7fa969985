"""Who publishes, under which bases, and under which terms: the settings that a release is made with."""

from __future__ import annotations

import msgspec

from ontology.iris import DEFAULT_BASE, DEFAULT_VOCABULARY, Iris

CC_BY = "https://creativecommons.org/licenses/by/4.0/"
RIGHTS = {
    "zh": "政策文件正文为官方公开文件，按原文发布；著作权法不适用于具有立法、行政性质的官方文件。",
    "en": "The texts of the plans are official documents, published as they are; copyright law does not apply to them.",
}


class Publication(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The publisher's settings; ``publisher_code`` is its unified social credit code (GB 32100), empty where it has none.

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
        if not self.license.startswith(("https://", "http://")):
            raise ValueError(f"license {self.license!r} is no IRI: name the licence by its address, such as {CC_BY}")

    @property
    def iris(self) -> Iris:
        """The two bases, checked; raises :class:`ontology.iris.IriError`."""
        return Iris(self.vocabulary, self.base)
