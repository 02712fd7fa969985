"""The one table of representations, and negotiation as a pure function over it (RFC 9110 §12.5.1).

*Offers* are what a resource can be had as, in order; the first is what a client gets that does not say.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Representation:
    """A media type, and the name that stands for it in ``?format=`` and behind a dot.

    ``aliases`` are further media types that clients ask for and mean this one, ``names`` further names in ``?format=``.
    """

    media_type: str
    suffix: str
    label: str
    aliases: tuple[str, ...] = ()
    charset: bool = False
    names: tuple[str, ...] = ()

    @property
    def content_type(self) -> str:
        """The value of ``Content-Type``."""
        return f"{self.media_type}; charset=utf-8" if self.charset else self.media_type

    @property
    def media_types(self) -> tuple[str, ...]:
        """The media type and its aliases."""
        return (self.media_type, *self.aliases)


HTML = Representation("text/html", "html", "HTML", ("application/xhtml+xml",), charset=True)
RESULTS_JSON = Representation(
    "application/sparql-results+json",
    "json",
    "JSON",
    ("application/json",),
    names=("srj", "sparql-results+json", "sparql-json", "sparql-results-json"),
)
RESULTS_XML = Representation(
    "application/sparql-results+xml",
    "xml",
    "XML",
    ("application/xml", "text/xml"),
    names=("srx", "sparql-results+xml", "sparql-xml", "sparql-results-xml"),
)
CSV = Representation("text/csv", "csv", "CSV", ("application/csv",), charset=True)
TSV = Representation("text/tab-separated-values", "tsv", "TSV", charset=True)
TURTLE = Representation(
    "text/turtle",
    "ttl",
    "Turtle",
    ("application/x-turtle", "application/turtle", "text/n3", "text/rdf+n3", "application/n3", "application/rdf+n3"),
    charset=True,
    names=("n3", "rdf+n3", "text-turtle", "longturtle"),
)
"""N3 is Turtle with more in it, so a client that reads N3 reads this."""
N_TRIPLES = Representation(
    "application/n-triples",
    "nt",
    "N-Triples",
    ("text/plain",),
    names=("ntriples", "ntriple", "nt11", "nt12"),
)
JSON_LD = Representation(
    "application/ld+json",
    "jsonld",
    "JSON-LD",
    ("application/json", "application/x-json+ld"),
    names=("json", "ld+json", "ldjson"),
)
RDF_XML = Representation(
    "application/rdf+xml",
    "rdf",
    "RDF/XML",
    ("application/xml", "text/xml"),
    names=("xml", "rdf+xml", "rdfxml", "rdf-xml", "rdf_xml", "pretty-xml", "owl"),
)
TRIG = Representation("application/trig", "trig", "TriG", ("application/x-trig",))
N_QUADS = Representation("application/n-quads", "nq", "N-Quads", ("text/x-nquads",), names=("nquads", "nquad"))
JSON = Representation("application/json", "json", "JSON")
WORD = Representation("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx", "Word")
XLSX = Representation("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", "Excel")
CALENDAR = Representation("text/calendar", "ics", "iCalendar", charset=True)
SVG = Representation("image/svg+xml", "svg", "SVG", charset=True)
PNG = Representation("image/png", "png", "PNG")
ATOM = Representation("application/atom+xml", "atom", "Atom", ("application/xml",), charset=True)
TEXT = Representation("text/plain", "txt", "Text", charset=True)
PROBLEM = Representation(
    "application/problem+json",
    "json",
    "JSON",
    ("application/json", "application/sparql-results+json", "application/ld+json"),
)

XML = Representation("application/xml", "xml", "XML", ("text/xml",), charset=True)
OAI_XML = Representation("text/xml", "xml", "XML", ("application/xml",), charset=True)
"""The same, for harvesters that know the older name alone."""
OPENAPI = Representation("application/vnd.oai.openapi+json", "json", "OpenAPI", ("application/json",))
OPENSEARCH = Representation("application/opensearchdescription+xml", "xml", "OpenSearch", charset=True)
SUGGESTIONS = Representation("application/x-suggestions+json", "json", "JSON", ("application/json",))
CSV_METADATA = Representation("application/csvm+json", "json", "CSVW", ("application/json",))
LINK_SET = Representation("application/linkset+json", "linkset", "Link set")
LINK_FORMAT = Representation("application/link-format", "links", "Link format")
BIBTEX = Representation("application/x-bibtex", "bib", "BibTeX", charset=True)
RIS = Representation("application/x-research-info-systems", "ris", "RIS", charset=True)
CSL_JSON = Representation("application/vnd.citationstyles.csl+json", "json", "CSL-JSON")
MARKDOWN = Representation("text/markdown", "txt", "Markdown", ("text/plain",), charset=True)

ALL = tuple(each for each in tuple(globals().values()) if isinstance(each, Representation))
"""The table."""

Offers = tuple[Representation, ...]

RESULTS: Offers = (RESULTS_JSON, RESULTS_XML, CSV, TSV, HTML)
"""What SELECT and ASK answer."""
GRAPH: Offers = (TURTLE, N_TRIPLES, JSON_LD, RDF_XML, TRIG, N_QUADS, HTML)
"""What CONSTRUCT and DESCRIBE answer."""
DATA: Offers = (TURTLE, JSON_LD, N_TRIPLES, RDF_XML, TRIG, N_QUADS)
"""A catalogue or another document of data."""
THING: Offers = (HTML, TURTLE, JSON_LD, N_TRIPLES, RDF_XML)
"""A thing: its page, and the same as RDF."""
LIST: Offers = (HTML, JSON, CSV, TURTLE)
"""A list of things."""
WHOLE: Offers = (CSV, XLSX, WORD)
"""All of a list as a table for people: it has the heads of a page, and no pages."""
COMPARISON: Offers = (*LIST, XLSX, WORD)
"""A comparison."""
DESCRIPTION: Offers = (*DATA, HTML)
"""The endpoint itself: its description, and its page."""
PROBLEMS: Offers = (TEXT, PROBLEM, HTML)
"""An error."""


class NotAcceptable(ValueError):  # noqa: N818 - it is the name of the status
    """Nothing that is offered is what the client asks for; ``offers`` is what there is."""

    def __init__(self, asked: str, offers: Offers) -> None:
        self.asked = asked
        self.offers = offers
        super().__init__(f"{asked!r} is none of {', '.join(each.media_type for each in offers)}")


_USUAL = 512
"""The length in characters up to which what a client asks for is remembered; browsers and libraries stay below."""


def negotiate(accept: str | None, offers: Offers, wanted: str | None = None) -> Representation:
    """Return what to answer with: ``wanted`` (a name or a media type, from ``?format=``) before ``accept``.

    Among equal q-values a client's exact media type goes before its wildcards, then the order of the offers decides.
    Raises :class:`NotAcceptable`.
    """
    usual = len(accept or "") + len(wanted or "") <= _USUAL
    return _negotiate(accept, offers, wanted) if usual else _negotiate.__wrapped__(accept, offers, wanted)


@functools.lru_cache(maxsize=1024)
def _negotiate(accept: str | None, offers: Offers, wanted: str | None) -> Representation:
    if wanted:
        return _named(_plain(wanted), offers)
    if accept is None or not accept.strip():
        return offers[0]
    ranges = _ranges(accept)
    if not ranges:  # nothing is named: signs alone
        return offers[0]
    scored = [(_score(each, ranges), -place, each) for place, each in enumerate(offers)]
    (quality, _, _), _, best = max(scored, key=lambda entry: entry[:2])
    if quality <= 0:
        raise NotAcceptable(accept, offers)
    return best


def _plain(name: str) -> str:
    """Return a name as the table has it; in an address that is not encoded, a plus sign arrives as a space."""
    return name.strip().lower().replace(" ", "+")


def _names(representation: Representation) -> tuple[str, ...]:
    """Return all names of a representation, its own first."""
    return (representation.suffix, representation.label.lower(), *representation.media_types, *representation.names)


_NAMES = frozenset(name for each in ALL for name in _names(each))


def known(name: str) -> bool:
    """Return whether a name stands for anything here: clients send those of other servers beside a right Accept."""
    return _plain(name) in _NAMES


def _named(name: str, offers: Offers) -> Representation:
    own = [each for each in offers if name in {each.suffix, each.media_type}]
    for each in (*own, *offers):
        if name in _names(each):
            return each
    raise NotAcceptable(name, offers)


_Range = tuple[str, float]


def _ranges(accept: str) -> tuple[_Range, ...]:
    return tuple(found for part in accept.split(",") if (found := _range(part)))


def _range(part: str) -> _Range | None:
    """Return one media range and its q-value; parameters other than ``q`` and ``charset`` make no difference here."""
    media, *parameters = (piece.strip() for piece in part.lower().split(";"))
    if "/" not in media:
        return ("*/*", 1.0) if media == "*" else None
    quality = 1.0
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            quality = _quality(value.strip())
    return media, quality


def _quality(value: str) -> float:
    try:
        quality = float(value)
    except ValueError:
        return 0.0
    return min(max(0.0, quality), 1.0)  # in this order, NaN is 0


def _score(representation: Representation, ranges: tuple[_Range, ...]) -> tuple[float, int, int]:
    """Return (quality, how exact the range is, whether the range is the media type itself and no alias)."""
    best = (0.0, 0, 0)
    for media_type in representation.media_types:
        found = _most_exact(media_type, ranges)
        if found:
            quality, exactness = found
            best = max(best, (quality, exactness, int(media_type == representation.media_type)))
    return best


def _most_exact(media_type: str, ranges: tuple[_Range, ...]) -> tuple[float, int] | None:
    kind = media_type.partition("/")[0]
    for exactness, pattern in ((3, media_type), (2, f"{kind}/*"), (1, "*/*")):
        qualities = [quality for media, quality in ranges if media == pattern]
        if qualities:
            return max(qualities), exactness
    return None
