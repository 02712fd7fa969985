"""What others have named: themes, formats, licences, languages (``authorities.toml``), as nodes with their labels."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from server.catalogue.dcat.nodes import Labelled, Texts

THEMES = "http://publications.europa.eu/resource/authority/data-theme"
FILE_TYPES = "http://publications.europa.eu/resource/authority/file-type/"
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
LICENSE_KINDS = "http://purl.org/adms/licencetype/"

PUBLIC = "http://publications.europa.eu/resource/authority/access-right/PUBLIC"
IRREGULAR = "http://publications.europa.eu/resource/authority/frequency/IRREG"
STABLE = "http://data.europa.eu/r5r/stable"
COMPLETED = "http://purl.org/adms/status/Completed"
CHINESE = "http://publications.europa.eu/resource/authority/language/ZHO"
ENGLISH = "http://publications.europa.eu/resource/authority/language/ENG"
DCAT_AP = "http://data.europa.eu/r5r/"
CSVW = "https://www.w3.org/TR/tabular-data-model/"
GOVERNMENT = f"{THEMES}/GOVE"
SHA_256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"


@functools.cache
def _tables() -> dict[str, dict[str, dict[str, Any]]]:
    return tomllib.loads((files("server.catalogue.dcat") / "authorities.toml").read_text("utf-8"))


def _texts(entry: dict[str, Any]) -> Texts:
    return {"zh": entry["zh"], "en": entry["en"]}


def is_theme(iri: str) -> bool:
    """Return whether an IRI is one of the EU's data themes."""
    return iri.startswith(f"{THEMES}/") and iri.removeprefix(f"{THEMES}/") in _tables()["themes"]


def concepts() -> Iterator[Labelled]:
    """Yield what every document of the catalogue names: rights, languages, frequency, status, and the scheme of themes."""
    for iri, entry in _tables()["concepts"].items():
        classes = ("skos:Concept", entry["type"]) if "type" in entry else ("skos:Concept",)
        yield Labelled(id=iri, type=classes, pref_label=_texts(entry))
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
        id=FILE_TYPES + entry["code"], type=("dct:IMT", "dct:MediaTypeOrExtent"), plain_label=entry["label"]
    )


def license_document(iri: str) -> tuple[Labelled, Labelled]:
    """Return a licence and its kind; one that is not in the table is called by its address."""
    entry = _tables()["licenses"].get(iri)
    kind = entry["kind"] if entry else "UnknownIPR"
    titles = {"title": {"en": entry["en"], "zh": entry["zh"]}} if entry else {"document_title": iri}
    return (
        Labelled(id=iri, type=("dct:LicenseDocument",), terms=LICENSE_KINDS + kind, **titles),
        Labelled(id=LICENSE_KINDS + kind, type=("skos:Concept",), pref_label=_texts(_tables()["license-kinds"][kind])),
    )
