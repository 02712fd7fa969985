"""OAI-PMH 2.0: the datasets as records, withdrawn ones as deleted.

http://www.openarchives.org/OAI/openarchivesprotocol.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

import msgspec
from flask import Blueprint, Response, request
from werkzeug.datastructures import MultiDict

from server.catalogue.answering import reply
from server.catalogue.dcat import datasets
from server.catalogue.dcat.edition import Edition, current
from server.catalogue.harvest.oai_xml import FORMATS, Item, OaiResponse
from server.web.representations import OAI_XML

harvest = Blueprint("harvest", __name__)

PAGES = {"ListIdentifiers": 500, "ListRecords": 100}
"""How many records a page holds; pages with whole descriptions (``dcat``) hold a fourth."""

_ARGUMENTS = {
    "Identify": (set(), set()),
    "ListMetadataFormats": (set(), {"identifier"}),
    "ListSets": (set(), {"resumptionToken"}),
    "GetRecord": ({"identifier", "metadataPrefix"}, set()),
    "ListIdentifiers": ({"metadataPrefix"}, {"from", "until", "set", "resumptionToken"}),
    "ListRecords": ({"metadataPrefix"}, {"from", "until", "set", "resumptionToken"}),
}
"""The verbs with what each requires and allows; a resumption token stands alone."""
_LETTERS = r"[A-Za-z0-9\-_.!~*'()]+"
_WRITTEN = {
    "metadataPrefix": re.compile(_LETTERS),
    "set": re.compile(rf"{_LETTERS}(?::{_LETTERS})*"),
    "identifier": re.compile(rf"[A-Za-z][A-Za-z0-9+.\-]*:{_LETTERS}(?:[:/]{_LETTERS})*"),
}
"""How the schema of an answer has arguments written."""
_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_SECOND = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")


class OaiError(Exception):
    """A request that the protocol answers with an error; ``code`` is one of its eight."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class ResumptionToken(msgspec.Struct, frozen=True, rename="camel", array_like=True):
    """A resumption token: where to go on, in which list, of which edition. It never expires while that edition lives."""

    edition: str
    start: int
    prefix: str
    from_: str = ""
    until: str = ""
    set_: str = ""


@dataclass(frozen=True, slots=True)
class ListRequest:
    """A list as asked for: from ``start`` on."""

    prefix: str
    from_: str
    until: str
    set_: str
    start: int = 0


@harvest.route("/oai", methods=["GET", "POST"])
def get() -> Response:
    """Answer a request of the protocol; its errors are answers too, with status 200."""
    edition = current()
    given: MultiDict[str, str] = MultiDict(request.values)
    if request.method == "POST":
        return Response(_answer(edition, given), content_type=OAI_XML.content_type)
    return reply(edition, OAI_XML, lambda: _answer(edition, given))


def _answer(edition: Edition, given: MultiDict[str, str]) -> bytes:
    """Return the answer; one to a request that can be read repeats its arguments, also where it cannot be met (§3.2)."""
    answer = OaiResponse(edition, edition.address("oai"))
    arguments: dict[str, str] = {}
    try:
        arguments = _checked(given)
        _VERBS[arguments["verb"]](edition, arguments, answer)
    except OaiError as error:
        repeated = arguments if error.code != "badArgument" and _is_repeatable(arguments) else {}
        return answer.failed(error.code, str(error), repeated)
    return answer.written(arguments)


def _is_repeatable(arguments: dict[str, str]) -> bool:
    """Return whether arguments are such as the schema of an answer has in it."""
    written = all(_WRITTEN[name].fullmatch(value) for name, value in arguments.items() if name in _WRITTEN)
    return written and not any(map(_NO_XML.search, arguments.values()))


def _checked(given: MultiDict[str, str]) -> dict[str, str]:
    """Return the arguments; raises :class:`OaiError` for a verb or an argument that does not belong."""
    twice = {name for name in given if len(given.getlist(name)) > 1}
    verb = given.get("verb", "")
    if verb not in _ARGUMENTS or "verb" in twice:
        raise OaiError("badVerb", f"{verb!r} is no verb. The verbs are {', '.join(_ARGUMENTS)}; give one of them.")
    required, allowed = _ARGUMENTS[verb]
    names = set(given) - {"verb"}
    if "resumptionToken" in names & allowed:
        required, allowed = {"resumptionToken"}, set()
    if wrong := (names - required - allowed) | twice:
        listed = ", ".join(map(repr, sorted(wrong)))
        raise OaiError("badArgument", f"{verb} takes no {listed} here, or takes it once.")
    if missing := required - names:
        raise OaiError("badArgument", f"{verb} needs {', '.join(sorted(missing))}.")
    if empty := [name for name in names if not given[name]]:
        raise OaiError("badArgument", f"{', '.join(sorted(empty))} is empty. Give a value, or leave it out.")
    return given.to_dict()


# ---- records -----------------------------------------------------------------------------------------------------------


def identifier(edition: Edition, name: str) -> str:
    """Return the OAI identifier of a dataset (http://www.openarchives.org/OAI/2.0/guidelines-oai-identifier.htm)."""
    return f"oai:{_host(edition)}:{name}"


def _host(edition: Edition) -> str:
    return urlsplit(edition.iris.base).hostname or "localhost"


def items(edition: Edition) -> Iterator[Item]:
    """Yield every record there is and ever was, in the order of the catalogue, withdrawn ones last."""
    for dataset in edition.datasets.values():
        sets = (dataset.plan.national,) if dataset.plan and dataset.plan.national else ()
        yield Item(identifier(edition, dataset.name), dataset.name, dataset.modified, sets)
    for name, event in sorted(edition.history.withdrawn.items()):
        yield Item(identifier(edition, name), name, event.at, _sets_of(edition, name), deleted=True)


def _sets_of(edition: Edition, withdrawn: str) -> tuple[str, ...]:
    """Return the sets that a withdrawn plan was in: who harvests one of them alone must learn that it is gone."""
    national = edition.history.national(withdrawn)
    return (national,) if national else ()


def _item(edition: Edition, wanted: str) -> Item:
    found = next((item for item in items(edition) if item.identifier == wanted), None)
    if found is None:
        raise OaiError("idDoesNotExist", f"There is no record {wanted!r}.")
    return found


def _format(prefix: str) -> str:
    if prefix not in FORMATS:
        raise OaiError("cannotDisseminateFormat", f"There is no format {prefix!r}. There are {', '.join(FORMATS)}.")
    return prefix


# ---- verbs -------------------------------------------------------------------------------------------------------------


def _identify(edition: Edition, _arguments: dict[str, str], answer: OaiResponse) -> None:
    answer.identify(_host(edition), identifier(edition, "all"))


def _list_metadata_formats(edition: Edition, arguments: dict[str, str], answer: OaiResponse) -> None:
    if "identifier" in arguments:
        _item(edition, arguments["identifier"])
    answer.formats()


def _list_sets(edition: Edition, arguments: dict[str, str], answer: OaiResponse) -> None:
    if "resumptionToken" in arguments:
        raise OaiError("badResumptionToken", "The list of sets is whole; there is nothing to resume.")
    names = {*datasets.series_names(edition)} | {each for item in items(edition) for each in item.sets}
    answer.sets({name: edition.national_title(name) for name in sorted(names)})


def _get_record(edition: Edition, arguments: dict[str, str], answer: OaiResponse) -> None:
    item = _item(edition, arguments["identifier"])
    answer.record(item, _format(arguments["metadataPrefix"]))


def _list(edition: Edition, arguments: dict[str, str], answer: OaiResponse) -> None:
    wanted = _wanted(edition, arguments)
    found = [item for item in items(edition) if _matches(item, wanted)]
    if not found:
        raise OaiError("noRecordsMatch", "No record changed in that time, or is in that set.")
    size = PAGES[arguments["verb"]]
    size = size // 4 if wanted.prefix == "dcat" and arguments["verb"] == "ListRecords" else size
    page = found[wanted.start : wanted.start + size]
    if not page:
        raise OaiError("badResumptionToken", "The list ends before that; begin anew.")
    end = wanted.start + size
    token = _token(edition, wanted, end) if end < len(found) else ""
    if arguments["verb"] == "ListRecords":
        answer.records(page, wanted.prefix)
    else:
        answer.headers(page)
    if token or wanted.start:
        answer.resume(token, wanted.start, len(found))


def _wanted(edition: Edition, arguments: dict[str, str]) -> ListRequest:
    if "resumptionToken" in arguments:
        return _resumed(edition, arguments["resumptionToken"])
    first, last = arguments.get("from", ""), arguments.get("until", "")
    kinds = {len(_date(given)) for given in (first, last) if given}
    if len(kinds) > 1 or (first and last and first > last):
        raise OaiError("badArgument", "from and until must be of one granularity, and from not later than until.")
    return ListRequest(_format(arguments["metadataPrefix"]), first, last, arguments.get("set", ""))


def _date(given: str) -> str:
    """Return a date of either granularity; raises :class:`OaiError` for what is none."""
    try:
        if _DAY.fullmatch(given) or _SECOND.fullmatch(given):
            datetime.fromisoformat(given)
            return given
    except ValueError:
        pass
    raise OaiError("badArgument", f"{given!r} is no date. Write 2026-01-31 or 2026-01-31T12:00:00Z.")


def _matches(item: Item, wanted: ListRequest) -> bool:
    after = not wanted.from_ or item.datestamp[: len(wanted.from_)] >= wanted.from_
    before = not wanted.until or item.datestamp[: len(wanted.until)] <= wanted.until
    return after and before and (not wanted.set_ or wanted.set_ in item.sets)


def _token(edition: Edition, wanted: ListRequest, start: int) -> str:
    token = ResumptionToken(edition.tag, start, wanted.prefix, wanted.from_, wanted.until, wanted.set_)
    return msgspec.json.encode(token).hex()


def _resumed(edition: Edition, given: str) -> ListRequest:
    try:
        token = msgspec.json.decode(bytes.fromhex(given), type=ResumptionToken)
    except (ValueError, RecursionError, msgspec.DecodeError) as error:
        raise OaiError("badResumptionToken", "That is no token of this server; begin anew.") from error
    if token.edition != edition.tag or token.start < 0:
        raise OaiError("badResumptionToken", "A new release was published since; begin anew, with from= if you like.")
    return ListRequest(_format(token.prefix), token.from_, token.until, token.set_, token.start)


_VERBS = {
    "Identify": _identify,
    "ListMetadataFormats": _list_metadata_formats,
    "ListSets": _list_sets,
    "GetRecord": _get_record,
    "ListIdentifiers": _list,
    "ListRecords": _list,
}
