"""What others have named: themes, formats, licences, languages (``authorities.toml``), as nodes with their labels."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from server.catalogue.dcat.nodes import Labelled, Texts

EUROPEAN = "http://publications.europa.eu/resource/authority/"
THEMES = f"{EUROPEAN}data-theme"
FILE_TYPES = f"{EUROPEAN}file-type"
COUNTRIES = f"{EUROPEAN}country"
LICENSES = f"{EUROPEAN}licence"
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
LICENSE_KINDS = "http://purl.org/adms/licencetype/"
PUBLISHER_KINDS = "http://purl.org/adms/publishertype/"

PUBLIC = f"{EUROPEAN}access-right/PUBLIC"
IRREGULAR = f"{EUROPEAN}frequency/IRREG"
STABLE = f"{EUROPEAN}planned-availability/STABLE"
COMPLETED = "http://purl.org/adms/status/Completed"
CHINESE = f"{EUROPEAN}language/ZHO"
ENGLISH = f"{EUROPEAN}language/ENG"
DCAT_AP = "http://data.europa.eu/r5r/"
CSVW = "https://www.w3.org/TR/tabular-data-model/"
GOVERNMENT = f"{THEMES}/GOVE"
SHA_256 = "https://spdx.org/rdf/terms#checksumAlgorithm_sha256"
"""With ``https``, as the vocabularies' shapes of DCAT-AP want it. udata takes a checksum for text, which DCAT-AP forbids, and
refuses the dataset; of an algorithm that it does not know it takes no checksum, and the dataset whole."""


@functools.cache
def _tables() -> dict[str, dict[str, dict[str, Any]]]:
    return tomllib.loads((files("server.catalogue.dcat") / "authorities.toml").read_text("utf-8"))


def _texts(entry: dict[str, Any]) -> Texts:
    return {"zh": entry["zh"], "en": entry["en"]}


def is_theme(iri: str) -> bool:
    """Return whether an IRI is one of the EU's data themes."""
    return iri.startswith(f"{THEMES}/") and iri.removeprefix(f"{THEMES}/") in _tables()["themes"]


def concepts() -> Iterator[Labelled]:
    """Yield what every document of the catalogue names: rights, languages, frequency, status, and the schemes."""
    for iri, entry in _tables()["concepts"].items():
        classes = ("skos:Concept", entry["type"]) if "type" in entry else ("skos:Concept",)
        yield Labelled(id=iri, type=classes, pref_label=_texts(entry), in_scheme=entry.get("scheme"))
    for iri, entry in _tables()["schemes"].items():
        yield Labelled(id=iri, type=("skos:ConceptScheme",), title=_texts(entry), pref_label=_texts(entry))
    yield Labelled(id=SHA_256, type=("spdx:ChecksumAlgorithm",), plain_label="SHA-256")


def theme(iri: str) -> Labelled:
    """Return one of the EU's data themes."""
    entry = _tables()["themes"][iri.removeprefix(f"{THEMES}/")]
    return Labelled(id=iri, type=("skos:Concept",), pref_label=_texts(entry), in_scheme=THEMES)


def standard(iri: str) -> Labelled:
    """Return a standard that something conforms to."""
    return Labelled(id=iri, type=("dct:Standard",), title=_texts(_tables()["standards"][iri]))


def media_type(name: str) -> Labelled:
    """Return a media type under its IANA name."""
    return Labelled(id=MEDIA_TYPES + name, type=("dct:MediaType", "dct:MediaTypeOrExtent"), plain_label=name)


def format_label(name: str) -> str:
    """Return what people call the format of a media type."""
    return str(_format(name)["label"])


def _format(name: str) -> dict[str, Any]:
    return _tables()["formats"].get(name) or {"code": "OCTET", "label": name.rpartition("/")[2].upper()}


def file_type(name: str) -> Labelled:
    """Return the file type of a media type; one that the EU's table lacks is a row of bytes.

    ``dct:IMT`` comes first among the classes because CKAN shows the label of a format only if it does.
    """
    entry = _format(name)
    return Labelled(
        id=f"{FILE_TYPES}/{entry['code']}",
        type=("dct:IMT", "dct:MediaTypeOrExtent"),
        plain_label=entry["label"],
        in_scheme=FILE_TYPES,
    )


def license_document(iri: str) -> tuple[Labelled, ...]:
    """Return a licence, its kind, and the same licence of the EU's table; one that is not in ours is called by its address."""
    entry = _tables()["licenses"].get(iri)
    kind = _kind(LICENSE_KINDS, "license-kinds", entry["kind"] if entry else "UnknownIPR")
    if entry is None:
        return Labelled(id=iri, type=("dct:LicenseDocument",), terms=kind.id, document_title=iri), kind
    title = {"en": entry["en"], "zh": entry["zh"]}
    same = f"{LICENSES}/{entry['eu']}"
    return (
        Labelled(id=iri, type=("dct:LicenseDocument",), terms=kind.id, title=title, exact_match=same),
        kind,
        Labelled(id=same, type=("skos:Concept",), pref_label=_texts(entry), in_scheme=LICENSES),
    )


def publisher_kind(name: str) -> Labelled:
    """Return what a publisher is, by its name in ADMS."""
    return _kind(PUBLISHER_KINDS, "publisher-kinds", name)


def _kind(namespace: str, table: str, name: str) -> Labelled:
    """Return a concept of one of ADMS's schemes."""
    label = _texts(_tables()[table][name])
    return Labelled(
        id=namespace + quote(name, safe="()"), type=("skos:Concept",), pref_label=label, in_scheme=f"{namespace}1.0"
    )


def scheme_of_place(iri: str) -> str | None:
    """Return the scheme of a place: the EU's countries are in one, those of GeoNames and ours in none."""
    return COUNTRIES if iri.startswith(f"{COUNTRIES}/") else None
