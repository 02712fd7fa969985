"""Where a thing is described whose IRI a client has: ``/lookup?uri=`` with the IRI behind it (VoID §3.5)."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from server.release.live import served
from server.web import chrome
from server.web.problems import Problem
from server.web.responses import see
from server.words.addresses import Addresses

lookup = Blueprint("lookup", __name__)


@lookup.get("/lookup")
def get() -> AnyResponse:
    """Send on to the document of a thing; raises :class:`Problem` for one that is not ours."""
    iri = request.args.get("uri", "")
    if not iri:
        raise Problem.worded(HTTPStatus.BAD_REQUEST, "which_thing")
    now = served()
    document = Addresses(now.iris, chrome.wish()).document(iri)
    if document is None:
        bases = {"base": now.iris.base, "vocabulary": now.iris.vocabulary}
        raise Problem.worded(HTTPStatus.NOT_FOUND, "elsewhere", None, iri=iri, **bases)
    return see(document)
